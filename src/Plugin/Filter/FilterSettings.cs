// Filter: its settings, named as in Fluent Bit's parser filter.
using System.Text;
using Sluice.Core.Records;
using Sluice.Core.Settings;
using Sluice.Plugin.Abi;

namespace Sluice.Plugin.Filter;

/// <summary>The filter's settings; immutable once read.</summary>
internal sealed class FilterSettings
{
    /// <summary>The names in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. FilterSettingTable.Table.All.Select(row => AsFluentBit(row.Name))];

    private FilterSettings() => FilterSettingTable.Table.Preset(this);

    /// <summary>Keys that may hold the line; the first present one wins.</summary>
    public byte[][] Keys { get; internal set; } = [.. FilterSettingTable.DefaultKeys.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Keys that may name the file of a line, in addition to its tag.</summary>
    public byte[][] StreamKeys { get; private set; } = [.. FilterSettingTable.DefaultStreamKeys.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The user named the key.</summary>
    public bool HasStreamKey { get; private set; }

    /// <summary>Keep the record's other keys.</summary>
    public bool ReserveData { get; internal set; }

    /// <summary>Keep the key of the line itself.</summary>
    public bool PreserveKey { get; internal set; }

    public OnUnparsed OnMalformed { get; private set; }

    public ParseOptions Options { get; internal set; } = new() { Encoding = OutputEncoding.MsgPack };

    /// <summary><c>key_name</c> as the host's documentation writes it: <c>Key_Name</c>.</summary>
    internal static string AsFluentBit(string name) =>
        string.Join('_', name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Reads settings; on failure one line that says what is wrong.</summary>
    public static bool TryRead(IEnumerable<(string Name, string Value)> list, out FilterSettings settings, out string error)
    {
        settings = new FilterSettings();
        foreach (var (name, value) in list)
        {
            if (FilterSettingTable.Table.Set(settings, name, value) is { } fault)
            {
                error = fault;
                return false;
            }
        }

        try
        {
            new FlowParser(settings.Options).Dispose();
        }
        catch (ArgumentException fault)
        {
            error = fault.Message;
            return false;
        }

        error = "";
        return true;
    }

    /// <summary>Takes the user's key for the file, instead of the defaults.</summary>
    internal void NameStreamKey(string key)
    {
        StreamKeys = [Encoding.UTF8.GetBytes(key)];
        HasStreamKey = true;
    }

    /// <summary>What becomes of a text that is no record.</summary>
    internal void Choose(OnUnparsed chosen)
    {
        OnMalformed = chosen;
        Options = Options with
        {
            OnMalformed = chosen == OnUnparsed.Keep ? Core.Settings.OnMalformed.Keep : Core.Settings.OnMalformed.Drop,
        };
    }
}
