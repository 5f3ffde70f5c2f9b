// Ecs: the constants of schema ecs, and helpers for its small parts.
using System.Globalization;
using Sluice.Core.Encodings;
using Sluice.Core.Identity;
using Sluice.Core.Settings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

internal sealed unsafe partial class EcsEncoder<TWriter>
{
    private const string EcsVersion = "8.17.0";

    private static readonly string[] FlagNames = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"];

    private readonly Literal _timestamp, _head, _eventKey, _eventHead, _actionKey, _success, _failure, _reasonKey;
    private readonly Literal _startKey, _endKey, _durationKey, _idKey, _originalKey, _networkKey, _ipv4, _ipv6, _ingress, _egress;
    private readonly Literal _communityKey, _sourceKey, _destinationKey, _addressKey, _ipKey, _portKey, _bytesKey, _packetsKey;
    private readonly Literal _cloudKey, _provider, _accountId, _regionKey, _zoneKey, _instanceId;
    private readonly Literal _observerIngress, _observerEgress, _containerId, _orchestratorKey, _clusterKey, _resourceKey;
    private readonly Literal _serviceName, _plainId, _plainName, _awsKey, _vpcflowKey, _logOffset, _pipelineError, _errorMessage;
    private readonly Literal[] _eventType, _related, _fields, _protocol, _flagNames;
    private readonly int _headPairs;
    private readonly Literal _cloudWatchKey, _logGroupKey, _logStreamKey;
    private Literal _s3;

    /// <summary>Encodes the constants; those of <c>data_stream</c> only where a namespace is given.</summary>
    public EcsEncoder(string? dataStreamNamespace)
    {
        // Records arrive minutes after their flow began; with its end as @timestamp, searches of the last minutes find them.
        TimeIsEnd = true;
        _timestamp = Arena.Key("@timestamp"u8);
        _headPairs = dataStreamNamespace is null ? 1 : 2;
        _head = Arena.Make((ref TWriter w) =>
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
        _eventKey = Arena.Key("event"u8);
        _eventHead = Arena.Make((ref TWriter w) =>
        {
            Pair(ref w, "kind", "event");
            Module(ref w);
            List(ref w, "category", "network");
        });
        _eventType = [.. Enumerable.Range(0, 6).Select(EventType)];
        _actionKey = Arena.Key("action"u8);
        _success = Arena.Make((ref TWriter w) => Pair(ref w, "outcome", "success"));
        _failure = Arena.Make((ref TWriter w) => Pair(ref w, "outcome", "failure"));
        _reasonKey = Arena.Key("reason"u8);
        _startKey = Arena.Key("start"u8);
        _endKey = Arena.Key("end"u8);
        _durationKey = Arena.Key("duration"u8);
        _idKey = Arena.Key("id"u8);
        _originalKey = Arena.Key("original"u8);
        _networkKey = Arena.Key("network"u8);
        _ipv4 = Arena.Make((ref TWriter w) => Pair(ref w, "type", "ipv4"));
        _ipv6 = Arena.Make((ref TWriter w) => Pair(ref w, "type", "ipv6"));
        _protocol = [.. Enumerable.Range(0, 256).Select(Protocol)];
        _bytesKey = Arena.Key("bytes"u8);
        _packetsKey = Arena.Key("packets"u8);
        _ingress = Arena.Make((ref TWriter w) => Pair(ref w, "direction", "ingress"));
        _egress = Arena.Make((ref TWriter w) => Pair(ref w, "direction", "egress"));
        _communityKey = Arena.Key("community_id"u8);
        _sourceKey = Arena.Key("source"u8);
        _destinationKey = Arena.Key("destination"u8);
        _addressKey = Arena.Key("address"u8);
        _ipKey = Arena.Key("ip"u8);
        _portKey = Arena.Key("port"u8);
        _related = [.. Enumerable.Range(0, 5).Select(items => Arena.Make((ref TWriter w) =>
        {
            w.Key("related"u8);
            w.Map(1);
            w.Key("ip"u8);
            w.Array(items);
        }))];
        _cloudKey = Arena.Key("cloud"u8);
        _provider = Arena.Make((ref TWriter w) => Pair(ref w, "provider", "aws"));
        _accountId = Under("id", "account");
        _regionKey = Arena.Key("region"u8);
        _zoneKey = Arena.Key("availability_zone"u8);
        _instanceId = Under("id", "instance");
        _observerIngress = Under("name", "observer", "ingress", "interface");
        _observerEgress = Under("name", "observer", "egress", "interface");
        _containerId = Under("id", "container");
        _orchestratorKey = Arena.Key("orchestrator"u8);
        _clusterKey = Arena.Key("cluster"u8);
        _resourceKey = Arena.Key("resource"u8);
        _plainId = Arena.Key("id"u8);
        _plainName = Arena.Key("name"u8);
        _serviceName = Under("name", "service");
        _awsKey = Arena.Key("aws"u8);
        _vpcflowKey = Arena.Key("vpcflow"u8);
        _fields = [.. FlowFields.All.Select(row => Arena.Key(Utf8(row.Name.Replace('-', '_'))))];
        _flagNames = [.. Enumerable.Range(0, 256).Select(Flags)];
        _cloudWatchKey = Arena.Key("cloudwatch"u8);
        _logGroupKey = Arena.Key("log_group"u8);
        _logStreamKey = Arena.Key("log_stream"u8);
        _logOffset = Under("offset", "log");
        _pipelineError = Arena.Make((ref TWriter w) =>
        {
            Pair(ref w, "kind", "pipeline_error");
            Module(ref w);
        });
        _errorMessage = Under("message", "error");
    }

    protected override void SetOrigin(Origin? origin, LiteralArena<TWriter> arena, int most)
    {
        _origin = origin;
        if (origin is null)
            return;
        byte[] bucket = Padded(origin.Bucket, out int bucketLength);
        byte[] key = Padded(origin.Key, out int keyLength);
        _s3 = arena.Make(
            (ref TWriter w) =>
            {
                w.Key("s3"u8);
                w.Map(2);
                w.Key("bucket"u8);
                w.Map(1);
                w.Key("name"u8);
                Text(ref w, bucket, bucketLength);
                w.EndMap();
                w.Key("object"u8);
                w.Map(1);
                w.Key("key"u8);
                Text(ref w, key, keyLength);
                w.EndMap(2);
            },
            most);
    }

    /// <summary>The event type, by traffic (3) plus action: connection, allowed, denied.</summary>
    private Literal EventType(int index)
    {
        string[] words = [.. (index >= 3 ? ["connection"] : Array.Empty<string>()),
            .. (index % 3) switch { 1 => ["allowed"], 2 => ["denied"], _ => Array.Empty<string>() }];
        return Arena.Make((ref TWriter w) => Texts(ref w, "type"u8, words));
    }

    private Literal Protocol(int number)
    {
        string? keyword = IanaProtocols.KeywordOf(number);
        return Arena.Make((ref TWriter w) =>
        {
            if (keyword is not null)
                Pair(ref w, "transport", keyword);
            Pair(ref w, "iana_number", number.ToString(CultureInfo.InvariantCulture));
        });
    }

    private Literal Flags(int bits)
    {
        string[] names = [.. FlagNames.Where((_, bit) => (bits >> bit & 1) != 0)];
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
            Text(ref w, Padded(value, out int length), length);
        w.EndArray();
    }

    /// <summary>Keys of nested maps of one pair each, down to a key whose value follows.</summary>
    private Literal Under(string last, params string[] keys) => Arena.Make((ref TWriter w) =>
    {
        foreach (string key in keys)
        {
            w.Key(Utf8(key));
            w.Map(1);
        }

        w.Key(Utf8(last));
    });

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static byte* TextPair(byte* at, Literal key, Slice text, bool clean, ref int pairs)
    {
        if (!text.IsPresent)
            return at;
        TWriter w = default;
        w.At = at;
        pairs++;
        w.Put(key);
        w.String(text.Start, text.Length, clean);
        return w.At;
    }

    private static byte* NumberPair(byte* at, Literal key, FlowNumber number, ref int pairs)
    {
        if (!number.IsPresent)
            return at;
        TWriter w = default;
        w.At = at;
        pairs++;
        w.Put(key);
        w.Integer(number.Text.Start, number.Text.Length, number.Value);
        return w.At;
    }

    /// <summary>Writes a text within a map of one pair.</summary>
    private static byte* NestedPair(byte* at, Literal keys, Slice text, FlowLine line, ref int pairs)
    {
        byte* end = TextPair(at, keys, text, line.FieldsAreClean, ref pairs);
        if (end == at)
            return at;
        TWriter w = default;
        w.At = end;
        w.EndMap();
        return w.At;
    }

    private byte* IdAndName(byte* at, Literal key, Slice id, Slice name, FlowLine line, ref int pairs)
    {
        TWriter w = default;
        w.At = at;
        w.Put(key);
        byte* map = w.OpenMap();
        int inner = 0;
        w.At = TextPair(w.At, _plainId, id, line.FieldsAreClean, ref inner);
        w.At = TextPair(w.At, _plainName, name, line.FieldsAreClean, ref inner);
        return Close(at, w.At, map, inner, ref pairs);
    }

    private static byte* Item(byte* at, Slice text)
    {
        if (!text.IsPresent)
            return at;
        TWriter w = default;
        w.At = at;
        w.String(text.Start, text.Length, clean: true);
        return w.At;
    }

    /// <summary>Closes a map, or drops it by going back to <paramref name="before"/> when it is empty.</summary>
    private static byte* Close(byte* before, byte* end, byte* map, int pairs, ref int outer)
    {
        if (pairs == 0)
            return before;
        outer++;
        TWriter w = default;
        w.At = end;
        w.CloseMap(map, pairs);
        return w.At;
    }
}
