// Sekoia: the constants of schemas sekoia and sekoia-current.
using Sluice.Core.Encodings;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Sekoia;

internal sealed unsafe partial class SekoiaEncoder<TWriter>
{
    private const int MostTop = 12;

    private static readonly string?[] ActionWords = [null, "accept", "reject"];
    private static readonly string?[] TypeWords = [null, "allowed", "denied"];
    private static readonly string?[] StatusWords = [null, "ok", "nodata", "skipdata"];

    private readonly Literal[] _top, _event, _action, _cloud, _flowlogs, _destination, _source, _related;
    private readonly Literal[] _eventAction, _eventType, _outcome, _actions;
    private readonly Literal[] _network = new Literal[256];
    private readonly Literal _actionKey, _outcomeKey, _nameKey, _category, _end, _start, _timestamp, _target, _forward;
    private readonly Literal _account, _instance, _provider, _subnet, _tcpFlags, _vpc, _observer, _user;
    private readonly Literal _address, _ip, _port, _bytes, _packets, _pipelineError;
    private readonly CompleteFlowLiterals _flow;

    public SekoiaEncoder(bool current)
    {
        _current = current;
        _top = new Literal[MostTop + 1];
        for (int i = 1; i <= MostTop; i++)
        {
            int pairs = i;
            _top[i] = Arena.Make((ref TWriter w) =>
            {
                w.Map(pairs);
                w.Key("message"u8);
            });
        }

        _event = MapKeys("event", 6);
        _action = MapKeys("action", 4);
        _cloud = MapKeys("cloud", 4);
        _destination = MapKeys("destination", 3);
        _source = MapKeys("source", 5);
        _flowlogs = [.. Enumerable.Range(0, 4).Select(pairs => Arena.Make((ref TWriter w) =>
        {
            w.Key("aws"u8);
            w.Map(1);
            w.Key("flowlogs"u8);
            w.Map(pairs);
        }))];
        _related = [.. Enumerable.Range(0, 3).Select(items => Arena.Make((ref TWriter w) =>
        {
            w.Key("related"u8);
            w.Map(1);
            w.Key("ip"u8);
            w.Array(items);
        }))];

        _actionKey = Arena.Key("action"u8);
        _outcomeKey = Arena.Key("outcome"u8);
        _nameKey = Arena.Key("name"u8);
        _end = Arena.Key("end"u8);
        _start = Arena.Key("start"u8);
        _timestamp = Arena.Key("@timestamp"u8);
        _tcpFlags = Arena.Key("tcp_flags"u8);
        _address = Arena.Key("address"u8);
        _ip = Arena.Key("ip"u8);
        _port = Arena.Key("port"u8);
        _bytes = Arena.Key("bytes"u8);
        _packets = Arena.Key("packets"u8);
        _account = IdUnder("account");
        _instance = IdUnder("instance");
        _subnet = IdUnder("subnet");
        _vpc = IdUnder("vpc");
        _user = IdUnder("user");
        _category = Arena.Make((ref TWriter w) => List(ref w, "category", "network"));
        _target = Arena.Make((ref TWriter w) => Pair(ref w, "target", "network-traffic"));
        _forward = Arena.Make((ref TWriter w) => Pair(ref w, "type", "forward"));
        _eventAction = Words(ActionWords, (ref TWriter w, string word) => Pair(ref w, "action", word));
        _eventType = Words(TypeWords, (ref TWriter w, string word) => List(ref w, "type", word));
        _outcome = Words(StatusWords, (ref TWriter w, string word) => Pair(ref w, "outcome", word));
        _actions = [.. Enumerable.Range(0, ActionWords.Length * 8).Select(WholeAction)];
        _provider = Arena.Make((ref TWriter w) => Provider(ref w, current));
        _observer = Arena.Make((ref TWriter w) =>
        {
            foreach (string key in (string[])["observer", "ingress", "interface"])
            {
                w.Key(System.Text.Encoding.UTF8.GetBytes(key));
                w.Map(1);
            }

            w.Key("name"u8);
        });
        _pipelineError = Arena.Make((ref TWriter w) =>
        {
            w.Key("event"u8);
            w.Map(1);
            Pair(ref w, "kind", "pipeline_error");
            w.EndMap();
            w.Key("error"u8);
            w.Map(1);
            w.Key("message"u8);
        });
        for (int i = 0; i < _network.Length; i++)
            _network[i] = Network(i);
        _flow = new CompleteFlowLiterals(this);
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

    private Literal Network(int protocol)
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

    private static void Provider(ref TWriter w, bool current)
    {
        Pair(ref w, "provider", "aws");
        if (current)
            return;
        w.Key("service"u8);
        w.Map(1);
        Pair(ref w, "name", "vpc");
        w.EndMap();
    }

    private Literal IdUnder(string name) => Arena.Make((ref TWriter w) =>
    {
        w.Key(System.Text.Encoding.UTF8.GetBytes(name));
        w.Map(1);
        w.Key("id"u8);
    });

    private Literal[] Words(string?[] words, WordContent content) =>
        [.. words.Select(word => word is null ? default : Arena.Make((ref TWriter w) => content(ref w, word)))];
}
