// Tests: Parquet and text of the same records give the same output.
using System.Globalization;
using Sluice.Core;

namespace Sluice.Parquet.Tests;

public sealed class ParquetTwinTests
{
    private static readonly HashSet<string> Integers =
    [
        "version", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end", "tcp-flags", "traffic-path",
        "encryption-status", "packets-lost-no-route", "packets-lost-blackhole", "packets-lost-mtu-exceeded",
        "packets-lost-ttl-expired",
    ];

    public static TheoryData<string, Schema> Cases()
    {
        var cases = new TheoryData<string, Schema>();
        foreach (string name in Fixture.Names)
        {
            foreach (Schema schema in Enum.GetValues<Schema>())
                cases.Add(name, schema);
        }
        return cases;
    }

    public static TheoryData<string> Files() => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_OfAnotherWriter_EqualTheirTextTwin(string name, Schema schema)
    {
        var expected = Fixture.OfText(Fixture.Text(name), schema).ConvertAll(Fixture.WithoutMessage);
        var actual = Fixture.OfParquet(Fixture.Parquet(name), schema)
            .ConvertAll(Fixture.WithoutMessage);
        Assert.Equal(Fixture.Table(name).Rows.Length, expected.Count);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Message_OfARow_IsItsCompactJsonInColumnOrder(string name)
    {
        (string[] fields, string[][] rows) = Fixture.Table(name);
        IEnumerable<string> expected = rows.Select(row => "{" + string.Join(',', fields.Zip(row)
            .Where(pair => pair.Second != "-")
            .Select(pair => Member(pair.First, pair.Second))) + "}");
        var actual = Fixture.OfParquet(Fixture.Parquet(name), Schema.Sekoia)
            .ConvertAll(tree => tree["message"]!.GetValue<string>());
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    public void ReadAsync_StoppedAtAnySize_GivesTheSameRecords(int stopAt)
    {
        byte[] parquet = Fixture.Parquet("v5-groups-zstd");
        var whole = Fixture.OfParquet(parquet, Schema.Ecs);
        var stopped = Fixture.OfParquet(parquet, Schema.Ecs, stopAt);
        Assert.Equal(whole.ConvertAll(tree => tree.ToJsonString()), stopped.ConvertAll(tree => tree.ToJsonString()));
    }

    [Fact]
    public void Fixtures_CoverEveryCodecAndBothPageVersions()
    {
        // The theories above run over what is on disk: an empty folder would pass them.
        Assert.Equal(
            [
                "tgw-gzip", "types-uncompressed", "v11-zstd", "v2-empty-gzip", "v2-gzip", "v2-required-plain",
                "v5-groups-zstd", "v5-page2-delta-gzip", "v5-page2-snappy", "v5-snappy",
            ],
            Fixture.Names);
    }

    private static string Member(string field, string value) => string.Create(
        CultureInfo.InvariantCulture, $"\"{field.Replace('-', '_')}\":{(Integers.Contains(field) ? value : $"\"{value}\"")}");
}
