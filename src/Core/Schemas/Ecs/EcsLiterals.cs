// Ecs: the constants of schema ecs.
using System.Globalization;
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Settings;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>Keys, and pairs whose value is constant, each named for what it writes.</summary>
internal sealed unsafe class EcsLiterals<TWriter> : SchemaLiterals<TWriter>
    where TWriter : struct, IRecordWriter
{
    private const string EcsVersion = "8.17.0";

    private static readonly string[] FlagWords = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"];

    public readonly Literal Timestamp, Head, EventKey, EventHead, ActionKey, Success, Failure, ReasonKey;
    public readonly Literal StartKey, EndKey, DurationKey, IdKey, OriginalKey, NetworkKey, Ipv4, Ipv6, Ingress, Egress;
    public readonly Literal CommunityKey, SourceKey, DestinationKey, AddressKey, IpKey, PortKey, BytesKey, PacketsKey;
    public readonly Literal CloudKey, Provider, AccountId, RegionKey, ZoneKey, InstanceId;
    public readonly Literal ObserverIngress, ObserverEgress, ContainerId, OrchestratorKey, ClusterKey, ResourceKey;
    public readonly Literal ServiceName, PlainId, PlainName, AwsKey, VpcflowKey, LogOffset, PipelineError, ErrorMessage;
    public readonly Literal[] EventType, Related, Fields, Protocol, FlagNames;
    public readonly int HeadPairs;
    public readonly Literal CloudWatchKey, LogGroupKey, LogStreamKey;

    /// <summary>Encodes the constants; those of <c>data_stream</c> only where a namespace is given.</summary>
    public EcsLiterals(LiteralArena<TWriter> arena, string? dataStreamNamespace)
        : base(arena)
    {
        Timestamp = Arena.Key("@timestamp"u8);
        HeadPairs = dataStreamNamespace is null ? 1 : 2;
        Head = Arena.Make((ref TWriter w) =>
        {
            if (dataStreamNamespace is not null)
            {
                w.Key("data_stream"u8);
                w.Map(3);
                Pair(ref w, "type", DataStream.Type);
                Pair(ref w, "dataset", DataStream.Dataset);
                Pair(ref w, "namespace", dataStreamNamespace);
                w.EndMap();
            }

            w.Key("ecs"u8);
            w.Map(1);
            Pair(ref w, "version", EcsVersion);
            w.EndMap();
        }, most: 1024);
        EventKey = Arena.Key("event"u8);
        EventHead = Arena.Make((ref TWriter w) =>
        {
            Pair(ref w, "kind", "event");
            Module(ref w);
            List(ref w, "category", "network");
        });
        EventType = [.. Enumerable.Range(0, 6).Select(EventTypeOf)];
        ActionKey = Arena.Key("action"u8);
        Success = Arena.Make((ref TWriter w) => Pair(ref w, "outcome", "success"));
        Failure = Arena.Make((ref TWriter w) => Pair(ref w, "outcome", "failure"));
        ReasonKey = Arena.Key("reason"u8);
        StartKey = Arena.Key("start"u8);
        EndKey = Arena.Key("end"u8);
        DurationKey = Arena.Key("duration"u8);
        IdKey = Arena.Key("id"u8);
        OriginalKey = Arena.Key("original"u8);
        NetworkKey = Arena.Key("network"u8);
        Ipv4 = Arena.Make((ref TWriter w) => Pair(ref w, "type", "ipv4"));
        Ipv6 = Arena.Make((ref TWriter w) => Pair(ref w, "type", "ipv6"));
        Protocol = [.. Enumerable.Range(0, 256).Select(ProtocolOf)];
        BytesKey = Arena.Key("bytes"u8);
        PacketsKey = Arena.Key("packets"u8);
        Ingress = Arena.Make((ref TWriter w) => Pair(ref w, "direction", "ingress"));
        Egress = Arena.Make((ref TWriter w) => Pair(ref w, "direction", "egress"));
        CommunityKey = Arena.Key("community_id"u8);
        SourceKey = Arena.Key("source"u8);
        DestinationKey = Arena.Key("destination"u8);
        AddressKey = Arena.Key("address"u8);
        IpKey = Arena.Key("ip"u8);
        PortKey = Arena.Key("port"u8);
        Related = RelatedIps(4);
        CloudKey = Arena.Key("cloud"u8);
        Provider = Arena.Make((ref TWriter w) => Pair(ref w, "provider", "aws"));
        AccountId = Under("id", "account");
        RegionKey = Arena.Key("region"u8);
        ZoneKey = Arena.Key("availability_zone"u8);
        InstanceId = Under("id", "instance");
        ObserverIngress = Under("name", "observer", "ingress", "interface");
        ObserverEgress = Under("name", "observer", "egress", "interface");
        ContainerId = Under("id", "container");
        OrchestratorKey = Arena.Key("orchestrator"u8);
        ClusterKey = Arena.Key("cluster"u8);
        ResourceKey = Arena.Key("resource"u8);
        PlainId = Arena.Key("id"u8);
        PlainName = Arena.Key("name"u8);
        ServiceName = Under("name", "service");
        AwsKey = Arena.Key("aws"u8);
        VpcflowKey = Arena.Key("vpcflow"u8);
        Fields = [.. FlowFields.All.Select(row => Arena.Key(Utf8(row.Name.Replace('-', '_'))))];
        FlagNames = [.. Enumerable.Range(0, 256).Select(FlagNamesOf)];
        CloudWatchKey = Arena.Key("cloudwatch"u8);
        LogGroupKey = Arena.Key("log_group"u8);
        LogStreamKey = Arena.Key("log_stream"u8);
        LogOffset = Under("offset", "log");
        PipelineError = Arena.Make((ref TWriter w) =>
        {
            Pair(ref w, "kind", "pipeline_error");
            Module(ref w);
        });
        ErrorMessage = Under("message", "error");
    }

    /// <summary>The event type, by traffic (3) plus action: connection, allowed, denied.</summary>
    private Literal EventTypeOf(int index)
    {
        string[] words = [.. (index >= 3 ? ["connection"] : Array.Empty<string>()),
            .. (index % 3) switch { 1 => ["allowed"], 2 => ["denied"], _ => Array.Empty<string>() }];
        return Arena.Make((ref TWriter w) => Texts(ref w, "type"u8, words));
    }

    private Literal ProtocolOf(int number)
    {
        string? keyword = IanaProtocols.KeywordOf(number);
        return Arena.Make((ref TWriter w) =>
        {
            if (keyword is not null)
                Pair(ref w, "transport", keyword);
            Pair(ref w, "iana_number", number.ToString(CultureInfo.InvariantCulture));
        });
    }

    private Literal FlagNamesOf(int bits)
    {
        string[] names = [.. FlagWords.Where((_, bit) => (bits >> bit & 1) != 0)];
        return Arena.Make((ref TWriter w) => Texts(ref w, EcsShapes.FlagNamesKey, names));
    }

    /// <summary>The fields by which the dashboards and rules of Elastic's AWS package select.</summary>
    private static void Module(ref TWriter w)
    {
        Pair(ref w, "module", "aws");
        Pair(ref w, "dataset", DataStream.Dataset);
    }

    private static void Texts(ref TWriter w, ReadOnlySpan<byte> key, string[] values)
    {
        w.Key(key);
        w.Array(values.Length);
        foreach (string value in values)
            new PaddedText(value).Write(ref w);
        w.EndArray();
    }
}
