// Tests, reference: a second, slow and obvious reading of the rules, to hold the product's fast one against.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Core.Tests.Reference;

/// <summary>Whole input in, a tree per record out. Written from the rules alone, never from the product's code.</summary>
internal sealed class ReferenceParser(Schema schema, string? fields = null)
{
    private static readonly string[] Actions = ["ACCEPT", "REJECT", "-"];
    private static readonly string[] Statuses = ["OK", "NODATA", "SKIPDATA"];

    private const long YearTenThousand = 253_402_300_800;

    private string[]? _columns = fields is null ? null : Names(Tokens(fields));

    internal List<JsonObject> Parse(byte[] input)
    {
        var trees = new List<JsonObject>();
        int from = input.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        while (from < input.Length)
        {
            int lf = Array.IndexOf(input, (byte)'\n', from);
            int end = lf < 0 ? input.Length : lf;
            if (ParseLine(input.AsSpan(from, end - from), hasLineFeed: lf >= 0) is { } tree)
                trees.Add(tree);
            from = end + 1;
        }
        return trees;
    }

    private JsonObject? ParseLine(ReadOnlySpan<byte> bytes, bool hasLineFeed)
    {
        ReadOnlySpan<byte> whole = bytes;
        bytes = bytes.TrimEnd((byte)'\r');
        string line = Encoding.UTF8.GetString(bytes);
        string[] tokens = Tokens(line);
        if (tokens.Length == 0)
            return null;
        ReferenceRecord record;
        if (line.StartsWith('{'))
        {
            record = Json(bytes, Encoding.UTF8.GetString(whole) + (hasLineFeed ? "\n" : ""));
        }
        else if (IsHeader(tokens))
        {
            _columns = Names(tokens);
            return null;
        }
        else
        {
            record = WithoutTime(tokens, line) ?? Text(tokens, line);
        }
        if (record.Malformed is null)
            Validate(record);
        return record.Malformed is null ? ReferenceSchemas.Tree(record, schema) : ReferenceSchemas.Malformed(record, schema);
    }

    private static string[] Tokens(string line) => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string[] Names(string[] tokens) => [.. tokens.Select(ReferenceFields.Canonical)];

    private static bool IsHeader(string[] tokens) =>
        tokens.All(token => char.IsAsciiLetterLower(token[0]) && token.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
        && tokens.Any(token => ReferenceFields.Identity.Contains(ReferenceFields.Canonical(token)));

    private ReferenceRecord Text(string[] tokens, string line)
    {
        var record = new ReferenceRecord(line);
        string[]? columns = _columns ?? DefaultColumns(tokens);
        if (columns is null)
            record.Malformed = "fits no format";
        else if (tokens.Length < columns.Length)
            record.Malformed = "fewer tokens than fields";
        else
            Fill(record, columns.Zip(tokens));
        return record;
    }

    /// <summary>One token more than columns, the first of them milliseconds: a time that an export wrote, if the rest is a record.</summary>
    private ReferenceRecord? WithoutTime(string[] tokens, string line)
    {
        if (_columns is null || tokens.Length != _columns.Length + 1 || tokens[0].Length != 13 || tokens[0][0] != '1' || !tokens[0].All(char.IsAsciiDigit))
            return null;
        string rest = line[line.IndexOf(tokens[1], line.IndexOf(tokens[0], StringComparison.Ordinal) + 13, StringComparison.Ordinal)..];
        ReferenceRecord record = Text(tokens[1..], rest);
        Validate(record);
        return record.Malformed is null || _columns[0] is not ("start" or "end") ? record : null;
    }

    private static void Fill(ReferenceRecord record, IEnumerable<(string Name, string Text)> values)
    {
        var named = new HashSet<string>();
        foreach ((string name, string text) in values)
        {
            // A column named twice counts once.
            if (named.Add(name) && text != "-")
                record.Add(name, text);
        }
    }

    private static string[]? DefaultColumns(string[] tokens)
    {
        // Version 2, or version 2 followed by as many of versions 3, 4 and 5 as the line is long, if it looks like them.
        int[] lengths = [29, 25, 21, 14];
        string[][] orders = [ReferenceFields.V2To5[..lengths.FirstOrDefault(count => tokens.Length >= count, 14)], ReferenceFields.V2];
        return orders.FirstOrDefault(order => Fits(order, tokens));
    }

    private static bool Fits(string[] columns, string[] tokens) =>
        tokens.Length >= columns.Length && columns.Zip(tokens).All(pair => pair.First switch
        {
            "action" => Actions.Contains(pair.Second),
            "log-status" => Statuses.Contains(pair.Second),
            "type" => pair.Second is "IPv4" or "IPv6" or "EFA" or "-",
            "flow-direction" => pair.Second is "ingress" or "egress" or "-",
            "sublocation-type" => pair.Second is "wavelength" or "outpost" or "localzone" or "-",
            "vpc-id" => pair.Second == "-" || pair.Second.StartsWith("vpc-", StringComparison.Ordinal),
            "subnet-id" => pair.Second == "-" || pair.Second.StartsWith("subnet-", StringComparison.Ordinal),
            "instance-id" => pair.Second == "-" || pair.Second.StartsWith("i-", StringComparison.Ordinal),
            _ => pair.Second == "-" || IsValid(pair.First, pair.Second),
        });

    private static ReferenceRecord Json(ReadOnlySpan<byte> bytes, string message)
    {
        var record = new ReferenceRecord(message);
        try
        {
            var reader = new Utf8JsonReader(bytes);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
                throw new JsonException("something behind the object");
            var values = new Dictionary<string, string>();
            bool identity = false;
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                string name = ReferenceFields.Canonical(member.Name);
                bool isKnown = ReferenceFields.Known.Contains(name);
                identity |= ReferenceFields.Identity.Contains(name);
                if (isKnown && member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
                    record.Malformed = "a value that is no field's";
                values.Remove(name);
                if (JsonText(name, member.Value) is { } text and not "-")
                    values.Add(name, text);
            }
            // As for a header line: one name makes it a flow record, or this is some other object.
            if (!identity)
                record.Malformed = "no flow-log object";
            foreach ((string name, string text) in values)
                record.Add(name, text);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            record.Malformed = e.Message;
        }
        return record;
    }

    private static string? JsonText(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        // An integral float is an integer: 6.0 is 6.
        JsonValueKind.Number when ReferenceFields.IsInteger(name) =>
            value.TryGetDecimal(out decimal number) && decimal.Truncate(number) == number
                ? decimal.Truncate(number).ToString(CultureInfo.InvariantCulture)
                : value.GetRawText(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static void Validate(ReferenceRecord record)
    {
        foreach ((string name, string text) in record.Fields)
        {
            if (!IsValid(name, text))
                record.Malformed ??= $"{name} is no valid value";
        }
    }

    private static bool IsValid(string name, string text)
    {
        if (ReferenceFields.Addresses.Contains(name))
            return IsAddress(text);
        if (!ReferenceFields.IsInteger(name))
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return false;
        return name switch
        {
            "srcport" or "dstport" => number <= 65535,
            "protocol" => number <= 255,
            // 13 digits are milliseconds; more are no time, nor is a year that RFC 3339 cannot write.
            "start" or "end" => text.Length <= 13 && (text.Length == 13 ? number / 1000 : number) < YearTenThousand,
            _ => ReferenceFields.Wide.Contains(name) || number <= int.MaxValue,
        };
    }

    internal static bool IsAddress(string text)
    {
        if (!text.Contains(':'))
        {
            string[] octets = text.Split('.');
            return octets.Length == 4 && octets.All(octet =>
                octet.Length is >= 1 and <= 3 && octet.All(char.IsAsciiDigit)
                && int.Parse(octet, CultureInfo.InvariantCulture) <= 255 && (octet.Length == 1 || octet[0] != '0'));
        }
        return !text.AsSpan().ContainsAny('%', '[', ']') && IPAddress.TryParse(text, out IPAddress? address)
            && address.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
