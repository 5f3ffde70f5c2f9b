// Tests, reference: the fields that AWS documents, written down a second time from its table.
namespace Sluice.Core.Tests.Reference;

/// <summary>Every documented field with its version, in the documented order.</summary>
internal static class ReferenceFields
{
    /// <summary>Names of which one makes a flow record.</summary>
    internal static readonly HashSet<string> Identity = ["srcaddr", "dstaddr", "interface-id", "log-status", "tgw-id", "tgw-attachment-id"];

    internal static readonly string[] V2 =
    [
        "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets",
        "bytes", "start", "end", "action", "log-status",
    ];

    internal static readonly string[] V3 =
        ["vpc-id", "subnet-id", "instance-id", "tcp-flags", "type", "pkt-srcaddr", "pkt-dstaddr"];

    internal static readonly string[] V4 = ["region", "az-id", "sublocation-type", "sublocation-id"];

    internal static readonly string[] V5 =
        ["pkt-src-aws-service", "pkt-dst-aws-service", "flow-direction", "traffic-path"];

    internal static readonly string[] V6 =
    [
        "resource-type", "tgw-id", "tgw-attachment-id", "tgw-src-vpc-account-id", "tgw-dst-vpc-account-id",
        "tgw-src-vpc-id", "tgw-dst-vpc-id", "tgw-src-subnet-id", "tgw-dst-subnet-id", "tgw-src-eni", "tgw-dst-eni",
        "tgw-src-az-id", "tgw-dst-az-id", "tgw-pair-attachment-id", "packets-lost-no-route", "packets-lost-blackhole",
        "packets-lost-mtu-exceeded", "packets-lost-ttl-expired",
    ];

    internal static readonly string[] V7 =
    [
        "ecs-cluster-arn", "ecs-cluster-name", "ecs-container-instance-arn", "ecs-container-instance-id",
        "ecs-container-id", "ecs-second-container-id", "ecs-service-name", "ecs-task-definition-arn", "ecs-task-arn",
        "ecs-task-id",
    ];

    internal static readonly string[] V8 = ["reject-reason"];
    internal static readonly string[] V9 = ["resource-id"];
    internal static readonly string[] V10 = ["encryption-status"];

    internal static readonly string[] Tags =
        ["instance-tag", "instance-tag-2", "interface-tag", "interface-tag-2", "asg-tag", "asg-tag-2"];

    internal static readonly string[] V11 =
    [
        .. Tags, "interface-type", "next-hop-interface-id", "next-hop-subnet-id", "next-hop-az-id", "next-hop-vpc-id",
        "next-hop-interface-type",
    ];

    /// <summary>Indexed by version; 0 and 1 are empty.</summary>
    internal static readonly string[][] ByVersion = [[], [], V2, V3, V4, V5, V6, V7, V8, V9, V10, V11];

    internal static readonly int Newest = ByVersion.Length - 1;

    internal static readonly string[] All = [.. ByVersion.SelectMany(fields => fields)];

    /// <summary>The default order, followed by versions 3, 4 and 5: the order of the documented third sample.</summary>
    internal static readonly string[] V2To5 = [.. V2, .. V3, .. V4, .. V5];

    internal static readonly HashSet<string> Known = [.. All];

    internal static readonly HashSet<string> Narrow =
        ["version", "srcport", "dstport", "protocol", "tcp-flags", "traffic-path", "encryption-status"];

    internal static readonly HashSet<string> Wide =
    [
        "packets", "bytes", "start", "end", "packets-lost-no-route", "packets-lost-blackhole",
        "packets-lost-mtu-exceeded", "packets-lost-ttl-expired",
    ];

    internal static readonly HashSet<string> Addresses = ["srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr"];

    internal static bool IsInteger(string field) => Narrow.Contains(field) || Wide.Contains(field);

    /// <summary>The documented spelling of a name that has `_` or is in camel case; an unknown one keeps its letters.</summary>
    internal static string Canonical(string name)
    {
        string dashed = name.Replace('_', '-');
        if (Known.Contains(dashed))
            return dashed;
        string humps = string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? "-" + char.ToLowerInvariant(c) : $"{c}"));
        // A digit begins a word too: instanceTag2.
        string digits = string.Concat(humps.Select((c, i) =>
            char.IsAsciiDigit(c) && i > 0 && char.IsAsciiLetter(humps[i - 1]) ? "-" + c : $"{c}"));
        return Known.Contains(humps) ? humps : Known.Contains(digits) ? digits : dashed;
    }
}
