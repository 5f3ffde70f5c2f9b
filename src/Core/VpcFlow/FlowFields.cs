// VpcFlow: looks up a field by name, in any of the spellings that AWS's tools write.
using System.Collections.Frozen;

namespace Sluice.Core.VpcFlow;

/// <summary>The known fields.</summary>
public static partial class FlowFields
{
    /// <summary>The longest name that is looked up; known names are far shorter.</summary>
    private const int MaxName = 64;

    /// <summary>Every field, oldest version first, in AWS's order.</summary>
    public static IReadOnlyList<FlowFieldInfo> All => Table;

    /// <summary>How many fields there are.</summary>
    public static int Count => Table.Length;

    /// <summary>The row of <paramref name="field"/>.</summary>
    public static FlowFieldInfo Of(FlowField field) => Table[(int)field];

    /// <summary>
    /// Whether a line or object that names the field is a flow record. The other names (<c>start</c>, <c>bytes</c>,
    /// <c>action</c>) also occur in the logs of any application.
    /// </summary>
    public static bool IsIdentity(FlowField field) => field is FlowField.SrcAddr or FlowField.DstAddr or FlowField.InterfaceId
        or FlowField.LogStatus or FlowField.TgwId or FlowField.TgwAttachmentId;

    /// <summary>Finds a field by its name: <c>account-id</c>, <c>account_id</c> or <c>accountId</c>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out FlowField field)
    {
        Span<char> key = stackalloc char[MaxName];
        int length = 0;
        if (name.Length <= MaxName)
            foreach (byte b in name)
                if (b is not ((byte)'-' or (byte)'_'))
                    key[length++] = (char)(b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20 : b);
        return Names.Lookup.TryGetValue(key[..length], out field);
    }

    /// <summary>A class of its own, so that it is initialised after the table: static fields of two files have no fixed order.</summary>
    private static class Names
    {
        public static readonly FrozenDictionary<string, FlowField>.AlternateLookup<ReadOnlySpan<char>> Lookup =
            Table.ToFrozenDictionary(row => row.Name.Replace("-", "", StringComparison.Ordinal), row => row.Field, StringComparer.Ordinal)
                .GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
