// Tests: random tables of every type and form of value, and of any names, written byte by byte.
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sluice.Core;

namespace Sluice.Parquet.Tests;

/// <summary>Most values are what a flow log would hold; a table may have odd ones here and there.</summary>
internal sealed class TableGen(Random random)
{
    private const int Boolean = 0, Int32 = 1, Int64 = 2, Int96 = 3, Single = 4, Double = 5, Bytes = 6, Fixed = 7;
    private const int Narrow = 2, Wide = 100;

    private static readonly string[] _unknown =
    [
        "a_field_of_tomorrow", "a-b", "a_b", "message", "log", "aws_s3_key", "event_id", "tcp_flags_array", "quo\"te\\", "caf\u00e9",
        "a\tb", "", "-", new string('n', 64), new string('n', 65), "Source",
    ];

    private static readonly string[] _oddTexts =
        ["-", "", "caf\u00e9", "a\"b", "a\\b", "a\tb", "a\nb", "\u0001", "\u007f", "a b", "\U0001F30A", "</script>", "-1", "007", "1.5", "10.0.0.256", new string('x', 250)];

    private static readonly long[] _oddNumbers =
        [0, -1, 1, 65_536, 256, -5_000_000_000, long.MaxValue, long.MinValue, 253_402_300_800, 9_999_999_999_999, int.MaxValue, uint.MaxValue];

    // Shares of the values, in percent.
    private int _odd = random.Next(4) switch { 0 => 20, 1 => 2, _ => 0 };
    private int _absent = random.Next(3) * 20;
    private int _usual;

    /// <summary>A type with what the schema says about it, and its values.</summary>
    private sealed record Form(int Type, int Length, Action<Thrift> Annotate, Func<FieldKind, byte[]> Value);

    /// <summary>A table of flow records.</summary>
    internal byte[] File(int columns)
    {
        // One odd value is enough to have a row read as JSON: few columns, so that others do not hide what it does. A very
        // wide table has more values than a record keeps, and nothing else that is odd.
        if (columns <= Narrow)
            _odd = 20;
        if (columns > Wide)
            (_odd, _absent) = (0, 0);
        _usual = columns <= Narrow ? 0 : columns > Wide ? 100 : 70;
        List<string> names = Names(columns);
        List<Form> forms = names.ConvertAll(name => FormOf(KindOf(name)));
        bool[] optional = [.. names.Select(_ => random.Next(3) > 0)];
        var schema = new List<byte[]> { Forge.Group("schema", names.Count) };
        for (int i = 0; i < names.Count; i++)
        {
            var leaf = new Thrift().Int(1, forms[i].Type, 5).Int(2, forms[i].Length, 5).Int(3, optional[i] ? 1 : 0, 5).Bytes(4, Encoding.UTF8.GetBytes(names[i]));
            forms[i].Annotate(leaf);
            schema.Add(leaf.End());
        }
        var body = new List<byte>();
        var groups = new List<byte[]>();
        int all = 0;
        for (int n = random.Next(1, 3); n > 0; n--)
        {
            int rows = random.Next(1, 30);
            var chunks = new List<byte[]>();
            for (int i = 0; i < names.Count; i++)
            {
                byte[] pages = Pages(forms[i], KindOf(names[i]), rows, optional[i]);
                chunks.Add(Forge.Chunk(forms[i].Type, names[i], 0, rows, pages.Length, 4 + body.Count));
                body.AddRange(pages);
            }
            groups.Add(Forge.RowGroup(chunks, rows));
            all += rows;
        }
        return Forge.File([.. body], Forge.Footer(schema, all, groups));
    }

    private static FieldKind KindOf(string name) =>
        FlowFields.TryFind(Encoding.UTF8.GetBytes(name), out FlowField field) ? FlowFields.Of(field).Kind : FieldKind.Text;

    private List<string> Names(int count)
    {
        List<string> names = ["interface_id"];
        bool mayRepeat = random.Next(6) == 0;
        while (names.Count < count)
        {
            string known = FlowFields.All[random.Next(FlowFields.Count)].Name;
            string name = count > Wide && names.Count > 20 ? $"f{names.Count}"
                : random.Next(5) == 0 ? _unknown[random.Next(_unknown.Length)]
                : random.Next(8) == 0 ? known.ToUpperInvariant()
                : known.Replace('-', random.Next(8) == 0 ? '-' : '_');
            if (mayRepeat || !names.Exists(other => other.Replace('-', '_').Equals(name.Replace('-', '_'), StringComparison.OrdinalIgnoreCase)))
                names.Add(name);
        }
        return names;
    }

    private Form FormOf(FieldKind kind)
    {
        bool isText = kind is FieldKind.Text or FieldKind.Tag or FieldKind.Address;
        if (random.Next(100) < _usual)
            return isText ? Text(0) : random.Next(2) == 0 ? Number(Int64) : Number(Int32);
        return random.Next(18) switch
        {
            0 => Text(null),
            1 => new(Fixed, 5, leaf => leaf.Int(6, 0, 5), _ => [.. Encoding.ASCII.GetBytes(Odd() ? "a\"b\\\t" : "eni-1")]),
            2 => new(Fixed, 16, leaf => leaf.Struct(10, new Thrift().Struct(14, [0]).End()), _ => Uuid()),
            3 => new(Boolean, 0, _ => { }, _ => [(byte)random.Next(2)]),
            4 => new(Single, 0, _ => { }, k => BitConverter.GetBytes((float)Real(k))),
            5 => new(Double, 0, _ => { }, k => BitConverter.GetBytes(Real(k))),
            6 => new(Int96, 0, _ => { }, _ => Day96()),
            7 => Number(Int32, converted: 13),
            8 => Number(Int64, converted: 14),
            9 => Number(Int32, converted: 6, days: true),
            10 => Number(Int64, converted: 9, unit: 1_000),
            11 => Number(Int64, converted: 10, unit: 1_000_000),
            12 => new(Int64, 0, leaf => leaf.Struct(10, Nanoseconds), k => BitConverter.GetBytes(Whole(k) * 1_000_000_000)),
            13 => Number(Int32, converted: 5, scale: 2),
            14 => Number(Int64, converted: 5, unit: 100, scale: 2),
            15 => Number(Int64, converted: 5),
            16 => Text(19), // JSON
            _ => Number(Int32),
        };
    }

    private static byte[] Nanoseconds => new Thrift().Struct(8, new Thrift().Struct(2, new Thrift().Struct(3, [0]).End()).End()).End();

    private Form Text(int? converted) => new(Bytes, 0, leaf => _ = converted is { } c ? leaf.Int(6, c, 5) : leaf, kind =>
    {
        byte[] text = Odd() && random.Next(8) == 0 ? [(byte)'a', 0xFF, (byte)random.Next(256)] : Encoding.UTF8.GetBytes(TextOf(kind));
        return [.. BitConverter.GetBytes(text.Length), .. text];
    });

    private Form Number(int type, int? converted = null, long unit = 1, int scale = 0, bool days = false) => new(
        type, 0,
        leaf =>
        {
            if (converted is { } c)
                leaf.Int(6, c, 5);
            if (scale > 0)
                leaf.Int(7, scale, 5);
        },
        kind =>
        {
            long value = unchecked(days ? Whole(kind) / 86_400 : Whole(kind) * unit);
            return type == Int64 ? BitConverter.GetBytes(value) : BitConverter.GetBytes((int)value);
        });

    private bool Odd() => random.Next(100) < _odd;

    private long Whole(FieldKind kind) => Odd() ? _oddNumbers[random.Next(_oddNumbers.Length)] : kind switch
    {
        FieldKind.Port => random.Next(65_536),
        FieldKind.Protocol => random.Next(256),
        FieldKind.Time => random.Next(8) == 0 ? 1_780_000_000_123 : 1_780_000_000 + random.Next(1_000),
        FieldKind.Int64 => random.NextInt64(1L << random.Next(1, 63)),
        _ => random.Next(10),
    };

    private double Real(FieldKind kind) => Odd()
        ? random.Next(7) switch { 0 => double.NaN, 1 => -0.0, 2 => 1e300, 3 => -1.5, 4 => 0.1, 5 => 3e18, _ => double.PositiveInfinity }
        : Whole(kind);

    private byte[] Uuid()
    {
        byte[] value = new byte[16];
        random.NextBytes(value);
        return value;
    }

    private byte[] Day96()
    {
        byte[] value = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(value, random.NextInt64(86_400_000_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(8), Odd() ? random.Next() : 2_440_588 + random.Next(30_000));
        return value;
    }

    private string TextOf(FieldKind kind)
    {
        if (Odd())
            return _oddTexts[random.Next(_oddTexts.Length)];
        return kind switch
        {
            FieldKind.Address => random.Next(4) == 0 ? "2001:db8::1" : $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}",
            FieldKind.Tag => random.Next(2) == 0 ? "web%20tier%22" : "web",
            FieldKind.Text => random.Next(5) switch { 0 when _absent > 0 => "-", 1 => "ACCEPT", 2 => "OK", 3 => "123456789010", _ => $"eni-{random.Next():x}" },
            _ => Whole(kind).ToString(CultureInfo.InvariantCulture),
        };
    }

    private byte[] Pages(Form form, FieldKind kind, int rows, bool isOptional)
    {
        bool[] has = [.. Enumerable.Range(0, rows).Select(_ => !isOptional || random.Next(100) >= _absent)];
        byte[][] values = [.. has.Where(present => present).Select(_ => form.Value(kind))];
        byte[] levels = [.. has.SelectMany(present => new byte[] { 2, present ? (byte)1 : (byte)0 })]; // runs of one
        byte[] head = isOptional ? [.. BitConverter.GetBytes(levels.Length), .. levels] : [];
        if (form.Type == Boolean)
            return Forge.Page(0, rows, [.. head, .. Bits(values)]);
        if (random.Next(2) == 0 || values.Length == 0)
            return Forge.Page(0, rows, [.. head, .. values.SelectMany(value => value)]);
        string[] texts = [.. values.Select(Convert.ToHexString)];
        string[] entries = [.. texts.Distinct()];
        byte[] indexes = [8, .. texts.SelectMany(text => new byte[] { 2, (byte)Array.IndexOf(entries, text) })];
        return
        [
            .. Forge.Page(2, entries.Length, [.. entries.SelectMany(Convert.FromHexString)]),
            .. Forge.Page(0, rows, [.. head, .. indexes], Forge.RleDictionary),
        ];
    }

    private static byte[] Bits(byte[][] values)
    {
        byte[] bits = new byte[(values.Length + 7) / 8];
        for (int i = 0; i < values.Length; i++)
            bits[i / 8] |= (byte)(values[i][0] << (i % 8));
        return bits;
    }
}
