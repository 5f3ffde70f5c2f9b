// Tests, reference: the mapping to the Elastic Common Schema.
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Core.Tests.Reference;

internal static partial class ReferenceSchemas
{
    internal const string EcsVersion = "8.17.0";

    private static readonly string[] FlagNames = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"];

    private static JsonObject Ecs(ReferenceRecord record)
    {
        string? action = record.Text("action")?.ToLowerInvariant();
        return new JsonObject
        {
            ["@timestamp"] = record.Time("end") ?? record.Time("start"),
            ["ecs"] = new JsonObject { ["version"] = EcsVersion },
            ["event"] = new JsonObject
            {
                ["kind"] = "event",
                ["module"] = "aws",
                ["dataset"] = "aws.vpcflow",
                ["category"] = new JsonArray("network"),
                ["type"] = List(IsTraffic(record) ? "connection" : null, Verdict(action)),
                ["action"] = action,
                ["outcome"] = action switch { "accept" => "success", "reject" => "failure", _ => null },
                ["reason"] = record.Text("reject-reason"),
                ["start"] = record.Time("start"),
                ["end"] = record.Time("end"),
                ["duration"] = record.Seconds("end") - record.Seconds("start") is { } seconds and >= 0
                    ? (long)Int128.Min((Int128)seconds * 1_000_000_000, long.MaxValue)
                    : null,
                ["original"] = record.Message,
            },
            ["network"] = new JsonObject
            {
                ["type"] = NetworkType(record),
                ["transport"] = Transport(record),
                ["iana_number"] = Iana(record),
                ["bytes"] = record.Number("bytes"),
                ["packets"] = record.Number("packets"),
                ["direction"] = record.Text("flow-direction") is "ingress" or "egress" ? record.Text("flow-direction") : null,
                ["community_id"] = ReferenceCommunityId.Of(record),
            },
            ["source"] = new JsonObject
            {
                ["address"] = record.Text("srcaddr"),
                ["ip"] = record.Text("srcaddr"),
                ["port"] = record.Number("srcport"),
                ["bytes"] = record.Number("bytes"),
                ["packets"] = record.Number("packets"),
            },
            ["destination"] = new JsonObject
            {
                ["address"] = record.Text("dstaddr"),
                ["ip"] = record.Text("dstaddr"),
                ["port"] = record.Number("dstport"),
            },
            ["related"] = new JsonObject { ["ip"] = List([.. InTextOrder(record).Append(record.Text("pkt-srcaddr")).Append(record.Text("pkt-dstaddr")).Distinct()]) },
            ["cloud"] = new JsonObject
            {
                ["provider"] = "aws",
                ["account"] = new JsonObject { ["id"] = Account(record) },
                ["region"] = record.Text("region"),
                ["availability_zone"] = record.Text("az-id"),
                ["instance"] = new JsonObject { ["id"] = record.Text("instance-id") },
            },
            ["observer"] = Interface(record.Text("flow-direction") == "egress" ? "egress" : "ingress", record),
            ["container"] = new JsonObject { ["id"] = record.Text("ecs-container-id") },
            ["orchestrator"] = new JsonObject
            {
                ["cluster"] = new JsonObject
                {
                    ["id"] = record.Text("ecs-cluster-arn"),
                    ["name"] = record.Text("ecs-cluster-name"),
                },
                ["resource"] = new JsonObject
                {
                    ["id"] = record.Text("ecs-container-instance-id"),
                    ["name"] = record.Text("ecs-container-instance-arn"),
                },
            },
            ["service"] = new JsonObject { ["name"] = record.Text("ecs-service-name") },
            ["aws"] = new JsonObject { ["vpcflow"] = Everything(record) },
        };
    }

    private static string? NetworkType(ReferenceRecord record)
    {
        if ((record.Text("srcaddr") ?? record.Text("dstaddr")) is { } address)
            return address.Contains(':') ? "ipv6" : "ipv4";
        return record.Text("type") switch { "IPv4" => "ipv4", "IPv6" => "ipv6", _ => null };
    }

    // Elastic's mapping of aws.vpcflow has these as keywords.
    private static readonly HashSet<string> Keywords = ["version", "tcp-flags", "traffic-path"];

    private static JsonObject Everything(ReferenceRecord record)
    {
        var tree = new JsonObject();
        JsonArray flags = List([.. FlagNames.Where((_, bit) => ((record.Number("tcp-flags") >> bit) & 1) == 1)]);
        foreach ((string name, string text) in record.Fields)
        {
            string key = name.Replace('-', '_');
            if (key == "tcp_flags_array" && flags.Count > 0)
                continue;
            if (Keywords.Contains(name))
                tree[key] = $"{record.Number(name)}";
            else if (ReferenceFields.IsInteger(name))
                tree[key] = record.Number(name);
            else
                tree[key] = ReferenceFields.Tags.Contains(name) ? PercentDecoded(text) : text;
            if (name == "tcp-flags" && flags.Count > 0)
                tree["tcp_flags_array"] = flags;
        }
        return tree;
    }

    private static string PercentDecoded(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var decoded = new List<byte>();
        for (int i = 0; i < bytes.Length; i++)
        {
            bool isEscape = bytes[i] == '%' && i + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]);
            decoded.Add(isEscape ? Convert.FromHexString($"{(char)bytes[i + 1]}{(char)bytes[i + 2]}")[0] : bytes[i]);
            i += isEscape ? 2 : 0;
        }
        return Encoding.UTF8.GetString([.. decoded]);
    }
}
