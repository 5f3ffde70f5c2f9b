// Tests: what makes a line or an object a flow record, and which columns it has.
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Sluice.Core.Tests;

public sealed class RecordFormatTests
{
    [Theory]
    [InlineData("""{"action":"login","user":"bob"}""")]
    [InlineData("""{"start":1,"end":2,"bytes":3,"packets":4,"protocol":6,"version":2,"region":"eu-west-3","type":"x"}""")]
    [InlineData("""{"a":[{"b":1}],"message":5}""")]
    [InlineData("""{"events":[{"no":"message"}]}""")]
    [InlineData("{}")]
    [InlineData("start")]
    [InlineData("end of region")]
    [InlineData("version account-id start end bytes packets protocol action")]
    [InlineData("bytes type region")]
    public void Parse_WhatNamesNoFlowRecord_IsMalformedAndChangesNothing(string line)
    {
        JsonObject[] trees = UnwrapTests.Trees($"{UnwrapTests.V2}\n{line}\n{UnwrapTests.V2}\n");
        Assert.Equal(3, trees.Length);
        Assert.Equal("pipeline_error", trees[1]["event"]!["kind"]!.GetValue<string>());
        Assert.Equal(trees[0].ToJsonString(), trees[2].ToJsonString());
    }

    [Theory]
    [InlineData("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status")]
    [InlineData("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log_status")]
    [InlineData("\uFEFFversion account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status")]
    public void Parse_HeaderGluedToALine_IsFoundWhereItBegins(string header)
    {
        string swapped = header.Replace("srcaddr dstaddr", "dstaddr srcaddr", StringComparison.Ordinal);
        foreach (string cut in new[] { UnwrapTests.V2, UnwrapTests.V2[..20], UnwrapTests.V2[..40], UnwrapTests.V2[..60], "5 eni-0a", UnwrapTests.V5, "Hello" })
        {
            foreach (string columns in new[] { header, "srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status version account-id interface-id" })
            {
                JsonObject[] trees = UnwrapTests.Trees($"{columns}\n{cut}{swapped}\n{UnwrapTests.V2}\n");
                Assert.Equal(2, trees.Length);
                Assert.Equal("pipeline_error", trees[0]["event"]!["kind"]!.GetValue<string>());
                Assert.Equal(cut + (header[0] == '\uFEFF' ? "\uFEFF" : ""), trees[0]["event"]!["original"]!.GetValue<string>());
                Assert.Equal("10.0.0.2", trees[1]["source"]!["ip"]!.GetValue<string>());
            }
        }
    }

    [Theory]
    [InlineData(15)]
    [InlineData(120)]
    [InlineData(900)]
    public void Parse_ManyUnknownNames_DoNotHideTheKnownOnes(int unknown)
    {
        string[] names = UnwrapTests.V2.Split(' ').Length == 14 ? "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".Split(' ') : [];
        string[] added = [.. Enumerable.Range(0, unknown).Select(n => $"new-field-{n}")];
        string[] values = [.. Enumerable.Range(0, unknown).Select(n => $"v{n}")];
        foreach (bool before in new[] { false, true })
        {
            string header = string.Join(' ', before ? added.Concat(names) : names.Concat(added));
            string line = string.Join(' ', before ? values.Concat(UnwrapTests.V2.Split(' ')) : UnwrapTests.V2.Split(' ').Concat(values));
            var members = names.Zip(UnwrapTests.V2.Split(' ')).Select(pair => $"\"{pair.First.Replace('-', '_')}\":\"{pair.Second}\"");
            var others = added.Zip(values).Select(pair => $"\"{pair.First}\":\"{pair.Second}\"");
            string json = "{" + string.Join(',', before ? others.Concat(members) : members.Concat(others)) + "}";
            foreach (JsonObject tree in UnwrapTests.Trees($"{header}\n{line}\n{json}\n"))
            {
                Assert.Equal("event", tree["event"]!["kind"]!.GetValue<string>());
                Assert.Equal("10.0.0.1", tree["source"]!["ip"]!.GetValue<string>());
                Assert.Equal($"v{unknown - 1}", tree["aws"]!["vpcflow"]![$"new_field_{unknown - 1}"]!.GetValue<string>());
            }
        }
    }

    [Theory]
    [InlineData("v2", UnwrapTests.V2)]
    [InlineData("v5", UnwrapTests.V5)]
    [InlineData("transit-gateway", "6 TransitGateway 111122223333 tgw-0aaa tgw-attach-0aaa 111122223333 444455556666 vpc-0aaa vpc-0bbb subnet-0aaa subnet-0bbb eni-0aaa eni-0bbb use1-az1 use1-az2 tgw-attach-0bbb 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 OK IPv4 1 2 3 4 18 us-east-1 ingress - S3")]
    [InlineData("select-all", "111122223333 ACCEPT euw3-az1 1200 10.0.0.2 443 1700000058 egress i-0a eni-0a OK 8 - 10.0.0.3 S3 10.0.0.1 6 eu-west-3 10.0.0.1 49152 1700000000 - - subnet-0a 19 1 IPv4 5 vpc-0a")]
    public void Parse_NamedFormat_ReadsItsColumns(string name, string line)
    {
        JsonObject tree = Product.Records(Encoding.UTF8.GetBytes(line), Schema.Ecs, OutputEncoding.Ndjson, name).Single();
        Assert.Equal("event", tree["event"]!["kind"]!.GetValue<string>());
        Assert.Equal("10.0.0.1", tree["source"]!["ip"]!.GetValue<string>());
        Assert.Equal("10.0.0.2", tree["destination"]!["ip"]!.GetValue<string>());
        Assert.Equal("111122223333", tree["cloud"]!["account"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public void Parse_TableOfColumns_IsRead()
    {
        const string table = "\"version\",\"account_id\",\"interface_id\",\"srcaddr\",\"dstaddr\",\"srcport\",\"dstport\",\"protocol\",\"packets\",\"bytes\",\"start\",\"end\",\"action\",\"log_status\",\"note\"\n"
            + "\"2\",\"111122223333\",\"eni-0a\",\"10.0.0.1\",\"10.0.0.2\",\"49152\",\"443\",\"6\",\"8\",\"1200\",\"1700000000\",\"1700000058\",\"ACCEPT\",\"OK\",\"a \"\"b\"\", c\nd\"\n"
            + "2,111122223333,eni-0a,,,,,,,,1700000000,1700000058,,NODATA,\r\n"
            + "oops\n";
        JsonObject[] trees = UnwrapTests.Trees(table);
        Assert.Equal(3, trees.Length);
        Assert.Equal("a \"b\", c\nd", trees[0]["aws"]!["vpcflow"]!["note"]!.GetValue<string>());
        Assert.Equal("10.0.0.1", trees[0]["source"]!["ip"]!.GetValue<string>());
        Assert.Null(trees[1]["source"]);
        Assert.Equal("NODATA", trees[1]["aws"]!["vpcflow"]!["log_status"]!.GetValue<string>());
        Assert.Equal("pipeline_error", trees[2]["event"]!["kind"]!.GetValue<string>());
    }

    [Fact]
    public void Parse_FieldsAfterTheFormat_AreCounted()
    {
        using var parser = new FlowParser(new ParseOptions());
        using var batch = new Batch();
        parser.Parse(Encoding.UTF8.GetBytes($"{UnwrapTests.V2} more and more\n{UnwrapTests.V2}\n"), endOfInput: true, batch);
        Assert.Equal((2, 1), (parser.Counts.Records, parser.Counts.ExtraColumns));
    }

    [Theory]
    [InlineData("ACCEPT\0 OK")]
    [InlineData("ACCEPT OK\0")]
    [InlineData("\0 OK")]
    [InlineData("REJECT\e OK")]
    public void Parse_ControlInAWord_IsMalformed(string words)
    {
        foreach (string header in new[] { "", "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n" })
        {
            JsonObject tree = UnwrapTests.Trees(header + UnwrapTests.V2.Replace("ACCEPT OK", words, StringComparison.Ordinal) + "\n").Single();
            Assert.Equal("pipeline_error", tree["event"]!["kind"]!.GetValue<string>());
            Assert.DoesNotContain(tree["error"]!["message"]!.GetValue<string>(), char.IsControl);
        }
    }

    [Theory]
    [InlineData("\xef\n")]
    [InlineData("\xef\xbb\n")]
    [InlineData("[\n")]
    [InlineData("[")]
    [InlineData(" ")]
    [InlineData(",\n]\n")]
    [InlineData("\"\n")]
    public void Parse_LineThatLooksUnfinished_IsTakenAtTheEnd(string latin1)
    {
        byte[] input = Encoding.Latin1.GetBytes(latin1);
        using var parser = new FlowParser(new ParseOptions());
        using var batch = new Batch();
        parser.Parse(input, endOfInput: false, batch);
        parser.Reset(null);
        Assert.Equal(input.Length, parser.Parse(input, endOfInput: true, batch));
    }
}
