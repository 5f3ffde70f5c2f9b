// Sekoia: the constants of schemas sekoia and sekoia-current.
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.VpcFlow;
using static Sluice.Core.Schemas.Sekoia.Pairs;

namespace Sluice.Core.Schemas.Sekoia;

/// <summary>
/// Keys, and what is constant for an action, status, protocol or size of a map: an array is indexed by that.
/// </summary>
internal sealed unsafe class SekoiaLiterals<TWriter> : SchemaLiterals<TWriter>
    where TWriter : struct, IRecordWriter
{
    private const int MostTop = 12;

    private static readonly string?[] ActionWords = [null, "accept", "reject"];
    private static readonly string?[] TypeWords = [null, "allowed", "denied"];
    private static readonly string?[] StatusWords = [null, "ok", "nodata", "skipdata"];

    public readonly Literal[] Top, Event, Action, Cloud, Flowlogs, Destination, Source, Related;
    public readonly Literal[] EventAction, EventType, Outcome, Actions;
    public readonly Literal[] Network = new Literal[256];
    public readonly Literal ActionKey, OutcomeKey, NameKey, Category, End, Start, Timestamp, Target, Forward;
    public readonly Literal Account, Instance, Provider, Subnet, TcpFlags, Vpc, Observer, User;
    public readonly Literal Address, Ip, Port, Bytes, Packets, PipelineError;

    public SekoiaLiterals(LiteralArena<TWriter> arena, bool current)
        : base(arena)
    {
        Top = new Literal[MostTop + 1];
        for (int i = 1; i <= MostTop; i++)
        {
            int pairs = i;
            Top[i] = Arena.Make((ref TWriter w) =>
            {
                w.Map(pairs);
                w.Key("message"u8);
            });
        }

        Event = MapKeys("event", 6);
        Action = MapKeys("action", 4);
        Cloud = MapKeys("cloud", 4);
        Destination = MapKeys("destination", 3);
        Source = MapKeys("source", 5);
        Flowlogs = [.. Enumerable.Range(0, 4).Select(pairs => Arena.Make((ref TWriter w) =>
        {
            w.Key("aws"u8);
            w.Map(1);
            w.Key("flowlogs"u8);
            w.Map(pairs);
        }))];
        Related = RelatedIps(2);

        ActionKey = Arena.Key("action"u8);
        OutcomeKey = Arena.Key("outcome"u8);
        NameKey = Arena.Key("name"u8);
        End = Arena.Key("end"u8);
        Start = Arena.Key("start"u8);
        Timestamp = Arena.Key("@timestamp"u8);
        TcpFlags = Arena.Key("tcp_flags"u8);
        Address = Arena.Key("address"u8);
        Ip = Arena.Key("ip"u8);
        Port = Arena.Key("port"u8);
        Bytes = Arena.Key("bytes"u8);
        Packets = Arena.Key("packets"u8);
        Account = Under("id", "account");
        Instance = Under("id", "instance");
        Subnet = Under("id", "subnet");
        Vpc = Under("id", "vpc");
        User = Under("id", "user");
        Category = Arena.Make((ref TWriter w) => List(ref w, "category", "network"));
        Target = Arena.Make((ref TWriter w) => Pair(ref w, "target", "network-traffic"));
        Forward = Arena.Make((ref TWriter w) => Pair(ref w, "type", "forward"));
        EventAction = Words(ActionWords, (ref TWriter w, string word) => Pair(ref w, "action", word));
        EventType = Words(TypeWords, (ref TWriter w, string word) => List(ref w, "type", word));
        Outcome = Words(StatusWords, (ref TWriter w, string word) => Pair(ref w, "outcome", word));
        Actions = [.. Enumerable.Range(0, ActionWords.Length * 8).Select(WholeAction)];
        Provider = Arena.Make((ref TWriter w) => WriteProvider(ref w, current));
        Observer = Under("name", "observer", "ingress", "interface");
        PipelineError = Arena.Make((ref TWriter w) =>
        {
            w.Key("event"u8);
            w.Map(1);
            Pair(ref w, "kind", "pipeline_error");
            w.EndMap();
            w.Key("error"u8);
            w.Map(1);
            w.Key("message"u8);
        });
        for (int i = 0; i < Network.Length; i++)
            Network[i] = NetworkOf(i);
    }

    private delegate void WordContent(ref TWriter w, string word);

    /// <summary>The whole map <c>action</c>, by <see cref="ActionIndex"/>.</summary>
    private Literal WholeAction(int index)
    {
        string? action = ActionWords[index / 8];
        string? status = StatusWords[index / 2 % 4];
        bool traffic = index % 2 == 1;
        return Arena.Make((ref TWriter w) =>
        {
            w.Key("action"u8);
            w.Map(1 + One(action is not null) + One(status is not null) + One(traffic));
            if (action is not null)
                Pair(ref w, "name", action);
            if (status is not null)
                Pair(ref w, "outcome", status);
            if (traffic)
                Pair(ref w, "target", "network-traffic");
            Pair(ref w, "type", "forward");
            w.EndMap();
        });
    }

    private Literal NetworkOf(int protocol)
    {
        string? keyword = IanaProtocols.KeywordOf(protocol);
        return Arena.Make((ref TWriter w) =>
        {
            w.Key("network"u8);
            w.Map(keyword is null ? 1 : 2);
            Pair(ref w, "iana_number", protocol.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (keyword is not null)
                Pair(ref w, "transport", keyword);
            w.EndMap();
        });
    }

    private static void WriteProvider(ref TWriter w, bool current)
    {
        Pair(ref w, "provider", "aws");
        if (current)
            return;
        w.Key("service"u8);
        w.Map(1);
        Pair(ref w, "name", "vpc");
        w.EndMap();
    }

    private Literal[] Words(string?[] words, WordContent content) =>
        [.. words.Select(word => word is null ? default : Arena.Make((ref TWriter w) => content(ref w, word)))];

    public Literal Joined(params Literal[] parts) => Arena.Make(
        (ref TWriter w) =>
        {
            foreach (Literal part in parts)
                w.Put(part);
        },
        most: 512);

    /// <summary>The index into <see cref="Actions"/>.</summary>
    public static int ActionIndex(FlowAction action, FlowStatus status, bool traffic) =>
        (int)action * 8 + (int)status * 2 + One(traffic);
}
