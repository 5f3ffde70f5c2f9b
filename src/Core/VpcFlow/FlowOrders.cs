// VpcFlow: the orders of columns that AWS documents, for lines that come without a header.
namespace Sluice.Core.VpcFlow;

/// <summary>Named formats; each name is a value of the <c>fields</c> setting.</summary>
internal static class FlowOrders
{
    /// <summary>Columns of the default format of version 2.</summary>
    public const int Version2Length = 14;

    /// <summary>The default format of version 2, followed by the fields of versions 3, 4 and 5 as the table has them.</summary>
    private static readonly (string Name, int Length)[] Versions = [("v2", Version2Length), ("v3", 21), ("v4", 25), ("v5", 29)];

    /// <summary>AWS Transit Gateway User Guide, "Flow log records", the default format.</summary>
    private static readonly FlowField[] TransitGateway =
    [
        FlowField.Version, FlowField.ResourceType, FlowField.AccountId, FlowField.TgwId, FlowField.TgwAttachmentId,
        FlowField.TgwSrcVpcAccountId, FlowField.TgwDstVpcAccountId, FlowField.TgwSrcVpcId, FlowField.TgwDstVpcId,
        FlowField.TgwSrcSubnetId, FlowField.TgwDstSubnetId, FlowField.TgwSrcEni, FlowField.TgwDstEni, FlowField.TgwSrcAzId,
        FlowField.TgwDstAzId, FlowField.TgwPairAttachmentId, FlowField.SrcAddr, FlowField.DstAddr, FlowField.SrcPort,
        FlowField.DstPort, FlowField.Protocol, FlowField.Packets, FlowField.Bytes, FlowField.Start, FlowField.End,
        FlowField.LogStatus, FlowField.Type, FlowField.PacketsLostNoRoute, FlowField.PacketsLostBlackhole,
        FlowField.PacketsLostMtuExceeded, FlowField.PacketsLostTtlExpired, FlowField.TcpFlags, FlowField.Region,
        FlowField.FlowDirection, FlowField.PktSrcAwsService, FlowField.PktDstAwsService,
    ];

    /// <summary>Every name, as a person may write it.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Versions.Select(order => order.Name), "select-all", "transit-gateway"];

    /// <summary>The lengths of the default orders, longest first.</summary>
    public static IEnumerable<int> DefaultLengths => Versions.Reverse().Select(order => order.Length);

    /// <summary>Whether a default order has that many columns.</summary>
    public static bool IsDefaultLength(int length) => Array.Exists(Versions, order => order.Length == length);

    /// <summary>The columns of a named format; null when there is no such name.</summary>
    public static IReadOnlyList<FlowField>? Find(string name) => name.ToLowerInvariant() switch
    {
        "transit-gateway" => TransitGateway,
        // "Select all" of the console's custom format: versions 2 to 5 in the order of their names.
        "select-all" => [.. FlowFields.All.Where(row => row.Version <= 5).OrderBy(row => row.Name, StringComparer.Ordinal).Select(row => row.Field)],
        string version => Array.Find(Versions, order => order.Name == version) is { Name: not null } found ? Default(found.Length) : null,
    };

    /// <summary>The first <paramref name="length"/> fields of the table.</summary>
    public static IReadOnlyList<FlowField> Default(int length) => [.. FlowFields.All.Take(length).Select(row => row.Field)];
}
