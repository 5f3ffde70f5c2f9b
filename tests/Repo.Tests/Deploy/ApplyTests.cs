// Tests: what the template says, made in the emulator by the real client, and pulled through by the binary.
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;
using Sluice.Pull.Tests;

namespace Sluice.Repo.Tests;

public sealed class ApplyTests : IDisposable
{
    private readonly AmazonSQSClient _sqs = new(new BasicAWSCredentials("test", "test-secret"), new AmazonSQSConfig { ServiceURL = Emulator.Shared.Address, AuthenticationRegion = Emulator.Region });
    private readonly AmazonS3Client _s3 = new(new BasicAWSCredentials("test", "test-secret"), new AmazonS3Config { ServiceURL = Emulator.Shared.Address, AuthenticationRegion = Emulator.Region, ForcePathStyle = true });
    private readonly string _bucket = "b" + Guid.NewGuid().ToString("N")[..12], _queue = "q" + Guid.NewGuid().ToString("N")[..12];

    public void Dispose()
    {
        _sqs.Dispose();
        _s3.Dispose();
    }

    [Theory]
    [InlineData("plain-text", "false", "AWSLogs/000000000000/vpcflowlogs/us-east-1/2026/11/01/06/000000000000_vpcflowlogs_us-east-1_fl-1_20261101T0600Z_abcd1234.log.gz")]
    [InlineData("plain-text", "true", "AWSLogs/aws-account-id=000000000000/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=11/day=01/x.log.gz")]
    [InlineData("parquet", "false", "AWSLogs/000000000000/vpcflowlogs/us-east-1/2026/11/01/x.log.parquet")]
    [InlineData("parquet", "true", "AWSLogs/aws-account-id=000000000000/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=11/day=01/x.log.parquet")]
    public async Task Stack_Made_IsPulledThroughByItsOwnOutput(string format, string hive, string key)
    {
        var stack = new CloudStack(TemplateTests.File, ("BucketName", _bucket), ("SQSName", _queue), ("FlowLogFileFormat", format), ("FlowLogHivePartitions", hive), ("FlowLogResourceId", "vpc-1"));
        await Make(stack);
        byte[] body = format == "parquet"
            ? await File.ReadAllBytesAsync(Testing.Repo.PathOf("tests", "Parquet.Tests", "data", "v5-snappy.parquet"))
            : FlowText.Gzip(FlowText.Lines(1, 100));
        Assert.True(await Deliver(stack, key, body));
        // What is no flow log of this account and form does not reach the queue.
        foreach (string other in (string[])["AWSLogs/000000000000/CloudTrail/x.json.gz", key + ".tmp", "AWSLogs/111111111111/vpcflowlogs/x.log.gz", "x.log.gz"])
            Assert.False(await Deliver(stack, other, body));

        var outputs = stack.Outputs();
        Run check = Shell(outputs["CheckCommand"]);
        Assert.True(check.ExitCode == 0, string.Join('\n', check.Lines) + check.Error);
        Run pull = Shell("SLUICE_DRAIN=on " + outputs["PullCommand"]);
        Assert.True(pull.ExitCode == 0, pull.Error);
        Assert.NotEmpty(pull.Lines);
        if (format == "plain-text")
            Assert.Equal(100, pull.Lines.Length);
        Assert.Equal(0, await Emulator.Shared.Left(_queue));
    }

    [Fact]
    public async Task Stack_MessageThatNobodyCanRead_ReachesTheDeadLetterQueue()
    {
        var stack = new CloudStack(TemplateTests.File, ("BucketName", _bucket), ("SQSName", _queue), ("MaxReceiveCount", "6"));
        await Make(stack);
        await Emulator.Shared.Send(_queue, "junk");
        for (int i = 0; i < 7; i++)
            await _sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = Emulator.Shared.QueueUrl(_queue), VisibilityTimeout = 0, WaitTimeSeconds = 0 });
        Assert.Equal(0, await Emulator.Shared.Left(_queue));
        Assert.Equal(1, await Emulator.Shared.Left(_queue + "-dead"));
    }

    [Fact]
    public void Output_FluentBitInput_NamesSettingsThatExist()
    {
        string[] lines = TemplateTests.Stack().Outputs()["FluentBitInput"].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("[INPUT]", lines[0]);
        Assert.All(lines.Skip(2), line => Assert.NotNull(Pull.Settings.PullSettingTable.Find(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])));
    }

    /// <summary>Makes what the emulator can hold, in the template's order; the rest (identity, flow log, alarms) it cannot.</summary>
    private async Task Make(CloudStack stack)
    {
        foreach (string name in stack.Order())
        {
            var properties = stack.Properties(name);
            switch (stack.TypeOf(name))
            {
                case "AWS::SQS::Queue":
                    string queue = (string)properties["QueueName"]!;
                    var made = await _sqs.CreateQueueAsync(new CreateQueueRequest
                    {
                        QueueName = queue,
                        Attributes = properties.Where(pair => pair.Key != "QueueName").ToDictionary(pair => pair.Key, pair => pair.Value is JsonValue value ? Plain(value) : pair.Value!.ToJsonString()),
                    });
                    var facts = await _sqs.GetQueueAttributesAsync(made.QueueUrl, ["QueueArn"]);
                    Assert.Equal($"arn:aws:sqs:{CloudStack.Region}:{CloudStack.Account}:{queue}", facts.QueueARN);
                    break;
                case "AWS::SQS::QueuePolicy":
                    await _sqs.SetQueueAttributesAsync(Emulator.Shared.QueueUrl(_queue), new() { ["Policy"] = properties["PolicyDocument"]!.ToJsonString() });
                    break;
                case "AWS::S3::Bucket":
                    await _s3.PutBucketAsync((string)properties["BucketName"]!);
                    break;
                default:
                    Assert.Contains(stack.TypeOf(name), (string[])["AWS::S3::BucketPolicy", "AWS::IAM::User", "AWS::IAM::AccessKey", "AWS::IAM::ManagedPolicy", "AWS::SecretsManager::Secret", "AWS::CloudWatch::Alarm", "AWS::EC2::FlowLog"]);
                    break;
            }
        }
    }

    /// <summary>
    /// Stores an object as log delivery does, and then does what S3 would, which the emulator does not: sends the notice
    /// if the notification's filter and the queue's own policy, as it was stored, let it.
    /// </summary>
    private async Task<bool> Deliver(CloudStack stack, string key, byte[] body)
    {
        using var stream = new MemoryStream(body);
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, InputStream = stream });
        var notification = stack.Properties("Bucket")["NotificationConfiguration"]!["QueueConfigurations"]!.AsArray().Single()!;
        Assert.Equal("s3:ObjectCreated:*", (string?)notification["Event"]);
        string queueArn = (string)notification["Queue"]!;
        var rules = notification["Filter"]!["S3Key"]!["Rules"]!.AsArray().ToDictionary(rule => (string)rule!["Name"]!, rule => (string)rule!["Value"]!);
        if (!key.StartsWith(rules["prefix"], StringComparison.Ordinal) || !key.EndsWith(rules["suffix"], StringComparison.Ordinal))
            return false;
        var facts = await _sqs.GetQueueAttributesAsync(Emulator.Shared.QueueUrl(queueArn.Split(':')[^1]), ["Policy"]);
        Assert.True(PolicyCheck.Allows(JsonNode.Parse(facts.Policy)!, new("s3.amazonaws.com", "sqs:SendMessage", queueArn,
            ("aws:SourceArn", $"arn:aws:s3:::{_bucket}"), ("aws:SourceAccount", CloudStack.Account), ("aws:SecureTransport", "true"))));
        await Emulator.Shared.Send(_queue, FlowText.Event(_bucket, key));
        return true;
    }

    private static string Plain(JsonValue value) => value.GetValueKind() is JsonValueKind.True ? "true" : value.GetValueKind() is JsonValueKind.False ? "false" : value.ToString();

    private static Run Shell(string command) => Run.Program("/bin/bash", default, "-c",
        $"export PATH='{Path.GetDirectoryName(Testing.Repo.Binary)}':$PATH AWS_ENDPOINT_URL={Emulator.Shared.Address} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test-secret AWS_REGION={Emulator.Region}; {command}");
}
