// Tests: random flat tables, written by another library in every codec and encoding it has, come back as they were.
using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;
using Sluice.Core;

namespace Sluice.Parquet.Tests;

public sealed class RoundTripTests
{
    private static readonly CompressionMethod[] _codecs =
    [
        CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli,
        CompressionMethod.Zstd, CompressionMethod.Lz4Raw,
    ];

    public static TheoryData<int, bool> Seeds()
    {
        var seeds = new TheoryData<int, bool>();
        for (int seed = 0; seed < 60; seed++)
            seeds.Add(seed, seed % 2 == 0);
        return seeds;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Rows_OfARandomTable_AreWhatWasWritten(int seed, bool littleMemory)
    {
        var random = new Random(seed);
        var options = new ParquetOptions
        {
            CompressionMethod = _codecs[seed % _codecs.Length],
            CompressionLevel = System.IO.Compression.CompressionLevel.Fastest,
            DictionaryEncodingThreshold = random.Next(3) * 0.5,
        };
        DataField[] fields = [.. Enumerable.Range(0, random.Next(1, 12)).Select(i => FieldOf(i, random, options))];
        int groups = random.Next(1, 4);
        var expected = new List<string>();
        using var file = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, options))
        {
            for (int g = 0; g < groups; g++)
            {
                int rows = random.Next(1, random.Next(2) == 0 ? 100 : 6_000);
                StringBuilder[] texts = [.. Enumerable.Range(0, rows).Select(_ => new StringBuilder("{"))];
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                foreach (DataField field in fields)
                    await WriteAsync(group, field, texts, random);
                expected.AddRange(texts.Select(text => text.Append('}').ToString()));
            }
        }
        // With little memory, pages over 16 KiB go through the temporary file.
        var limits = new ParquetLimits { MaxMemory = littleMemory ? 1_200_000 : 64 << 20 };
        Assert.Equal(expected, Messages(file.ToArray(), limits));
    }

    internal static List<string> Messages(byte[] file, ParquetLimits limits)
    {
        using var parser = new FlowParser(new ParseOptions { Emit = Emit.Raw });
        using var batch = new Batch();
        using ParquetFlowReader reader = ParquetFlowReader.Open(new MemoryStream(file), limits);
        Assert.False(reader.Read(parser, batch, int.MaxValue, default));
        Assert.Empty(reader.LeftOut);
        return Fixture.Trees(batch).ConvertAll(tree => tree["log"]!.GetValue<string>());
    }

    private static DataField FieldOf(int index, Random random, ParquetOptions options)
    {
        Type[] types = [typeof(int), typeof(long), typeof(string), typeof(string), typeof(bool), typeof(double), typeof(float), typeof(uint), typeof(ulong)];
        Type type = types[random.Next(types.Length)];
        var field = new DataField($"f_{index}", type, isNullable: random.Next(2) == 0);
        if (type == typeof(int) || type == typeof(long))
            options.ColumnEncodingHints[field.Path.ToString()] = (EncodingHint)random.Next(3);
        else if (type == typeof(double) || type == typeof(float))
            options.ColumnEncodingHints[field.Path.ToString()] = random.Next(2) == 0 ? EncodingHint.Default : EncodingHint.ByteSplitStream;
        return field;
    }

    private static async Task WriteAsync(ParquetRowGroupWriter group, DataField field, StringBuilder[] rows, Random random)
    {
        // Few values, so that dictionaries and runs come about; or many.
        int variety = random.Next(4) switch { 0 => 1, 1 => 5, 2 => 300, _ => int.MaxValue };
        int nulls = field.IsNullable ? random.Next(4) * 33 : 0;
        if (field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            string?[] texts = Make<string>(rows.Length, nulls, random, () => TextOf(random.Next(variety)));
            await group.WriteAsync(field, texts!);
            Append(field, rows, i => texts[i] is null or "" or "-" ? null : $"\"{texts[i]}\"");
        }
        else if (field.ClrType == typeof(int))
            await Numbers(group, field, rows, nulls, random, () => random.Next(variety) - (variety == int.MaxValue ? random.Next() : 2));
        else if (field.ClrType == typeof(long))
            await Numbers(group, field, rows, nulls, random, () => variety == int.MaxValue ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(variety));
        else if (field.ClrType == typeof(uint))
            await Numbers(group, field, rows, nulls, random, () => uint.MaxValue - (uint)random.Next(variety));
        else if (field.ClrType == typeof(ulong))
            await Numbers(group, field, rows, nulls, random, () => ulong.MaxValue - (ulong)random.Next(variety));
        else if (field.ClrType == typeof(bool))
            await Numbers(group, field, rows, nulls, random, () => random.Next(variety) % 2 == 0, value => value ? "true" : "false");
        else if (field.ClrType == typeof(float))
            await Numbers(group, field, rows, nulls, random, () => random.Next(Math.Min(variety, 1_000_000)) / 8f);
        else
            await Numbers(group, field, rows, nulls, random, () => random.Next(variety) / 8d);
    }

    private static async Task Numbers<T>(
        ParquetRowGroupWriter group, DataField field, StringBuilder[] rows, int nulls, Random random, Func<T> make, Func<T, string>? show = null)
        where T : struct
    {
        T?[] values = new T?[rows.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.Next(100) < nulls ? null : make();
        if (field.IsNullable)
            await group.WriteAsync<T>(field, values.AsMemory());
        else
            await group.WriteAsync<T>(field, Array.ConvertAll(values, value => value!.Value).AsMemory());
        show ??= value => string.Create(CultureInfo.InvariantCulture, $"{value}");
        Append(field, rows, i => values[i] is { } value ? show(value) : null);
    }

    private static T?[] Make<T>(int count, int nulls, Random random, Func<T> make)
        where T : class =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(100) < nulls ? null : make())];

    private static string TextOf(int n) => (n % 7) switch
    {
        0 => "-",
        1 => "",
        2 => $"arn:aws:ecs:eu-west-1:123456789010:task/shop/{n:x32}",
        _ => $"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}",
    };

    private static void Append(DataField field, StringBuilder[] rows, Func<int, string?> value)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (value(i) is { } text)
                rows[i].Append(rows[i].Length > 1 ? "," : "").Append('"').Append(field.Name).Append("\":").Append(text);
        }
    }
}
