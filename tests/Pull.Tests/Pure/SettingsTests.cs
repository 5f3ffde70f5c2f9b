// Settings: the one table, and what cannot work.
using Sluice.Core;

namespace Sluice.Pull.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("visibility_timeout", "90", 90)]
    [InlineData("Visibility-Timeout", "2m", 120)]
    [InlineData("VISIBILITY_TIMEOUT", "12h", 43200)]
    public void TrySet_Time_AnySpelling(string key, string value, int seconds)
    {
        var settings = new PullSettings();
        Assert.True(settings.TrySet(key, value, out _));
        Assert.Equal(seconds, settings.VisibilityTimeout);
    }

    [Theory]
    [InlineData("visibility_timeout", "13h", "visibility_timeout: '13h' is not a time from 1 to 43200 seconds")]
    [InlineData("wait_time", "21", "wait_time: '21' is not a time from 0 to 20 seconds")]
    [InlineData("max_messages", "11", "max_messages: '11' is not a whole number from 1 to 10")]
    [InlineData("memory_budget", "1m", "memory_budget: '1m' is not a size from 8m to 64g (a number, optionally with k, m or g)")]
    [InlineData("emit", "json", "emit: unknown value 'json' (expected ecs, raw or intake)")]
    [InlineData("endpoint", "localhost:4566", "endpoint: 'localhost:4566' is not an http or https address")]
    [InlineData("path_style", "maybe", "path_style: unknown value 'maybe' (expected on or off)")]
    [InlineData("on_missing_object", "drop", "on_missing_object: unknown value 'drop' (expected delete or retry)")]
    [InlineData("colour", "red", "unknown setting 'colour'; the README lists the settings")]
    public void TrySet_Wrong_SaysWhatIsWrong(string key, string value, string error)
    {
        Assert.False(new PullSettings().TrySet(key, value, out string found));
        Assert.Equal(error, found);
    }

    [Fact]
    public void TrySet_EveryRow_TakesAnExample()
    {
        var examples = new Dictionary<string, string>
        {
            ["endpoint"] = "http://127.0.0.1:1",
            ["sqs_endpoint"] = "http://127.0.0.1:1",
            ["s3_endpoint"] = "http://127.0.0.1:1",
            ["sts_endpoint"] = "https://sts.example",
            ["path_style"] = "on",
            ["fips"] = "on",
            ["dualstack"] = "on",
            ["request_payer"] = "on",
            ["s3_role_arn"] = "arn:aws:iam::1:role/r",
            ["schema"] = "ecs",
            ["origin_fields"] = "on",
            ["emit"] = "raw",
            ["on_malformed"] = "fail",
            ["wait_time"] = "5",
            ["max_messages"] = "3",
            ["visibility_timeout"] = "45s",
            ["concurrency"] = "3",
            ["memory_budget"] = "128m",
            ["batch_size"] = "2m",
            ["max_line_size"] = "64k",
            ["max_object_size"] = "1g",
            ["max_ratio"] = "50",
            ["on_missing_object"] = "retry",
            ["on_foreign_object"] = "delete",
            ["max_receives"] = "9",
            ["read_timeout"] = "10",
            ["drain"] = "on",
        };
        var untouched = new PullSettings();
        foreach (var row in PullSettingTable.All)
        {
            var settings = new PullSettings();
            Assert.True(settings.TrySet(row.Name, examples.GetValueOrDefault(row.Name, "text"), out string error), error);
            Assert.True(settings != untouched, $"{row.Name} changes nothing");
            foreach (string alias in row.Aliases)
                Assert.Same(row, PullSettingTable.Find(alias));
        }
    }

    [Fact]
    public void Engine_NoQueue_OneClearLine() =>
        Assert.Equal("queue: missing; name the SQS queue by its URL, ARN or name", Refused(new PullSettings()));

    [Fact]
    public void Engine_KeyWithoutSecret_OneClearLine() =>
        Assert.Equal("aws_secret_access_key: required with aws_access_key_id", Refused(new PullSettings { Queue = "q", AccessKeyId = "a" }));

    [Fact]
    public void Engine_LinesThatDoNotFitTheBudget_OneClearLine() =>
        Assert.StartsWith("memory_budget: 67108864 bytes is too small to read 4 objects at once", Refused(new PullSettings { Queue = "q", Concurrency = 4, MaxLineSize = 16 << 20 }), StringComparison.Ordinal);

    [Fact]
    public void Engine_BatchesThatDoNotFitTheBudget_OneClearLine() =>
        Assert.StartsWith("memory_budget: 67108864 bytes is too small to read one object", Refused(new PullSettings { Queue = "q", BatchSize = 64 << 20 }), StringComparison.Ordinal);

    [Fact]
    public void Engine_ColumnsThatAreNone_OneClearLine()
    {
        // Whether a list of columns can work is the core's to say; the engine says it at the start, in one line.
        string text = Refused(new PullSettings { Queue = "q", Fields = "Not A Field" });
        Assert.StartsWith("fields: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void Settings_ToParseOptions_CarriesTheMapping()
    {
        var options = new PullSettings { Schema = Schema.Ecs, Emit = Emit.Raw, Fields = "srcaddr", OnMalformed = OnMalformed.Drop, Encoding = OutputEncoding.MsgPack }.ToParseOptions();
        Assert.Equal((Schema.Ecs, Emit.Raw, "srcaddr", OnMalformed.Drop, OutputEncoding.MsgPack), (options.Schema, options.Emit, options.Fields, options.OnMalformed, options.Encoding));
    }

    [Theory]
    [InlineData("https://sqs.eu-west-3.amazonaws.com/123456789010/flow", "flow", "123456789010", "eu-west-3", "https://sqs.eu-west-3.amazonaws.com")]
    [InlineData("arn:aws:sqs:us-gov-west-1:123456789010:flow", "flow", "123456789010", "us-gov-west-1", null)]
    [InlineData("flow-logs_1", "flow-logs_1", null, null, null)]
    public void QueueName_AnyForm_IsTakenApart(string text, string name, string? account, string? region, string? endpoint)
    {
        var parsed = QueueName.Parse(text);
        Assert.Equal((name, account, region, endpoint), (parsed.Name, parsed.Account, parsed.Region, parsed.Endpoint));
    }

    [Theory]
    [InlineData("arn:aws:sns:eu-west-3:1:t")]
    [InlineData("arn:aws:sqs:eu-west-3::t")]
    [InlineData("ftp://host/1/q")]
    [InlineData("https://host")]
    [InlineData("a queue")]
    public void QueueName_None_IsRefused(string text) =>
        Assert.StartsWith("queue: ", Assert.Throws<SettingsException>(() => QueueName.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "any", true)]
    [InlineData("one,two", "two", true)]
    [InlineData("one, two", "three", false)]
    [InlineData("logs-*", "logs-eu", true)]
    [InlineData("*-logs-*", "my-logs-eu", true)]
    [InlineData("logs-*", "my-logs", false)]
    [InlineData("*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaac", false)]
    public void BucketGuard_Patterns(string? allowed, string bucket, bool allows) =>
        Assert.Equal(allows, new BucketGuard(allowed).Allows(bucket));

    [Theory]
    [InlineData("p/123_vpcflowlogs_eu-west-3_fl-1_20261101T0005Z_ab.log.gz", true)]
    [InlineData("p/123_vpcflowlogs_eu-west-3_fl-1_20261101T0105Z_ab.log.gz", false)]
    [InlineData("p/123_vpcflowlogs_eu-west-3_fl-1_20261031T2355Z_ab.log.gz", false)]
    [InlineData("p/other.log.gz", true)]
    public void ReplayRange_TimeInTheName_ElseLastChange(string key, bool wanted)
    {
        var start = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.True(ReplayRange.TryParse("s3://bucket/p/", start, start.AddHours(1), out var range));
        Assert.Equal(("bucket", "p/"), (range.Bucket, range.Prefix));
        Assert.Equal(wanted, range.Wants(key, start.AddMinutes(30)));
    }

    [Fact]
    public void IamPolicy_QueueAndBuckets_TheLeast()
    {
        string policy = IamPolicy.For("https://sqs.eu-west-3.amazonaws.com/123456789010/flow", null, null, ["logs/AWSLogs", "s3://more"], ["arn:aws:kms:eu-west-3:1:key/2"], replay: false);
        var statements = System.Text.Json.Nodes.JsonNode.Parse(policy)!["Statement"]!.AsArray();
        Assert.Equal("arn:aws:sqs:eu-west-3:123456789010:flow", (string?)statements[0]!["Resource"]![0]);
        Assert.Equal(["arn:aws:s3:::logs/AWSLogs/*", "arn:aws:s3:::more/*"], statements[1]!["Resource"]!.AsArray().Select(n => (string?)n));
        Assert.Equal(["arn:aws:s3:::logs", "arn:aws:s3:::more"], statements[2]!["Resource"]!.AsArray().Select(n => (string?)n));
        Assert.Equal("kms:Decrypt", (string?)statements[3]!["Action"]![0]);
        Assert.DoesNotContain("\"*\"", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flow-dead", "arn:aws:sqs:eu-west-3:123456789010:flow-dead")]
    [InlineData("arn:aws:sqs:eu-west-3:2:flow-dead", "arn:aws:sqs:eu-west-3:2:flow-dead")]
    public void IamPolicy_Redrive_AddsTheDeadLetterQueueAndSending(string dead, string arn)
    {
        string policy = IamPolicy.For("https://sqs.eu-west-3.amazonaws.com/123456789010/flow", null, null, ["logs"], ["arn:aws:kms:eu-west-3:1:key/2"], replay: false, dead);
        var statements = System.Text.Json.Nodes.JsonNode.Parse(policy)!["Statement"]!.AsArray().ToDictionary(one => (string)one!["Sid"]!, one => one!);
        Assert.Equal(arn, (string?)Assert.Single(statements["SluiceDeadLetters"]["Resource"]!.AsArray()));
        Assert.Contains("sqs:ListDeadLetterSourceQueues", statements["SluiceDeadLetters"]["Action"]!.AsArray().Select(n => (string?)n));
        Assert.Equal(("sqs:SendMessage", "arn:aws:sqs:eu-west-3:123456789010:flow"), ((string?)statements["SluiceRedrive"]["Action"]![0], (string?)statements["SluiceRedrive"]["Resource"]![0]));
        Assert.Equal("kms:GenerateDataKey", (string?)statements["SluiceRedriveKeys"]["Action"]![0]);
        // Pulling itself sends nothing.
        Assert.DoesNotContain("sqs:SendMessage", IamPolicy.For("flow", null, null, ["logs"], [], replay: true), StringComparison.Ordinal);
    }

    private static string Refused(PullSettings settings) =>
        Assert.Throws<SettingsException>(() => new PullEngine(settings, new ListLog())).Message;
}
