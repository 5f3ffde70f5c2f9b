// Tests: the template of deploy/aws is whole under every choice, and its policies allow what they should and no more.
using System.Text.Json.Nodes;

namespace Sluice.Repo.Tests;

public sealed class TemplateTests
{
    internal static readonly string File = Testing.Repo.PathOf("deploy", "aws", "sluice.yaml");

    private const string Bucket = "my-flow-logs", Queue = "flow-log-events";
    private const string QueueArn = $"arn:aws:sqs:{CloudStack.Region}:{CloudStack.Account}:{Queue}";
    private const string Key = "arn:aws:kms:us-east-1:000000000000:key/1";
    private const string Oidc = "arn:aws:iam::000000000000:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC";

    public static TheoryData<string> Identities => ["user", "ec2", "ecs", "pod-identity", "oidc", "none"];

    [Theory]
    [MemberData(nameof(Identities))]
    public void Template_EveryChoice_ResolvesAndIsInOrder(string identity)
    {
        (string, string)[][] choices =
        [
            [], [("CreateAccessKey", "false")], [("FlowLogResourceId", "vpc-1"), ("FlowLogFileFormat", "parquet"), ("FlowLogHivePartitions", "true")],
            [("KmsKeyArn", Key), ("AlarmTopicArn", "arn:aws:sns:us-east-1:000000000000:ops"), ("RoleName", "puller")], [("CreateAlarms", "false")],
        ];
        foreach (var choice in choices)
        {
            var stack = Stack([("Identity", identity), ("OIDCProviderArn", Oidc), .. choice]);
            Assert.Null(stack.BrokenRule());
            var order = stack.Order();
            // S3 tries the queue when it is told to notify it, and flow logs their bucket when they are made.
            Before(order, "QueuePolicy", "Bucket");
            Before(order, "BucketPolicy", "FlowLog");
            Assert.All(stack.Outputs().Values, value => Assert.DoesNotContain("secret\"", value, StringComparison.Ordinal));
            Assert.Equal(identity == "user", order.Contains("User"));
            Assert.Equal(identity is "ec2" or "ecs" or "pod-identity" or "oidc", stack.Outputs().ContainsKey("RoleArn"));
        }
    }

    [Fact]
    public void Template_OidcWithoutProvider_IsRefusedByARule() =>
        Assert.Equal("OIDCProviderArn is needed when Identity is oidc", Stack(("Identity", "oidc"), ("OIDCProviderArn", "")).BrokenRule());

    [Fact]
    public void Template_NameThatIsNotThere_IsAnError()
    {
        // The test of the test: each of these would pass unseen if names were not followed.
        string text = System.IO.File.ReadAllText(File);
        foreach (var (from, to) in new[]
        {
            ("!GetAtt DeadLetterQueue.Arn", "!GetAtt DeadQueue.Arn"), ("!GetAtt DeadLetterQueue.Arn", "!GetAtt DeadLetterQueue.Url"), ("QueueName: !Ref SQSName", "QueueName: !Ref SqsName"),
            ("${Bucket.Arn}/*", "${Buckets.Arn}/*"), ("DependsOn: QueuePolicy", "DependsOn: QueuePolice"), ("Condition: HasInstanceProfile", "Condition: HasProfile"), ("[HasUser, [!Ref User]", "[HasKmsKey, [!Ref User]"),
        })
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            string file = Path.GetTempFileName();
            System.IO.File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
            Assert.Throws<InvalidDataException>(() => _ = new CloudStack(file, ("BucketName", Bucket), ("SQSName", Queue), ("Identity", "ec2"), ("KmsKeyArn", Key)).Order());
            System.IO.File.Delete(file);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PullPolicy_Template_IsWhatTheCommandPrints(bool encrypted)
    {
        var stack = Stack(encrypted ? [("KmsKeyArn", Key)] : []);
        Run run = Run.Sluice(["iam-policy", "--queue", QueueArn, "--bucket", Bucket, .. encrypted ? ["--kms-key", Key] : (string[])[]]);
        Assert.Equal(0, run.ExitCode);
        var printed = JsonNode.Parse(run.Output)!;
        var made = stack.Properties("PullPolicy")["PolicyDocument"]!;
        Assert.True(JsonNode.DeepEquals(printed, made), $"{printed}\n{made}");
    }

    [Theory]
    [InlineData($"arn:aws:s3:::{Bucket}", CloudStack.Account, "true", true)]
    [InlineData("arn:aws:s3:::someone-elses", CloudStack.Account, "true", false)]
    [InlineData($"arn:aws:s3:::{Bucket}-2", CloudStack.Account, "true", false)]
    [InlineData($"arn:aws:s3:::{Bucket}", "111111111111", "true", false)]
    [InlineData($"arn:aws:s3:::{Bucket}", CloudStack.Account, "false", false)]
    public void QueuePolicy_OnlyThisBucketOfThisAccount_MaySend(string source, string account, string tls, bool allowed) =>
        Assert.Equal(allowed, PolicyCheck.Allows(Stack().Properties("QueuePolicy")["PolicyDocument"]!,
            new("s3.amazonaws.com", "sqs:SendMessage", QueueArn, ("aws:SourceArn", source), ("aws:SourceAccount", account), ("aws:SecureTransport", tls))));

    [Theory]
    [InlineData("delivery.logs.amazonaws.com", "AWSLogs/000000000000/vpcflowlogs/us-east-1/2026/11/01/x.log.gz", CloudStack.Account, true)]
    [InlineData("delivery.logs.amazonaws.com", "AWSLogs/aws-account-id=000000000000/aws-service=vpcflowlogs/x.log.parquet", CloudStack.Account, true)]
    [InlineData("delivery.logs.amazonaws.com", "AWSLogs/111111111111/vpcflowlogs/x.log.gz", CloudStack.Account, false)]
    [InlineData("delivery.logs.amazonaws.com", "AWSLogs/000000000000/vpcflowlogs/x.log.gz", "111111111111", false)]
    [InlineData("s3.amazonaws.com", "AWSLogs/000000000000/vpcflowlogs/x.log.gz", CloudStack.Account, false)]
    public void BucketPolicy_OnlyLogDeliveryOfThisAccount_MayWrite(string service, string key, string account, bool allowed) =>
        Assert.Equal(allowed, PolicyCheck.Allows(Stack().Properties("BucketPolicy")["PolicyDocument"]!,
            new(service, "s3:PutObject", $"arn:aws:s3:::{Bucket}/{key}", ("aws:SourceAccount", account), ("s3:x-amz-acl", "bucket-owner-full-control"),
                ("aws:SourceArn", $"arn:aws:logs:{CloudStack.Region}:{account}:*"), ("aws:SecureTransport", "true"))));

    [Theory]
    [InlineData("ec2", "ec2.amazonaws.com", 1)]
    [InlineData("ecs", "ecs-tasks.amazonaws.com", 1)]
    [InlineData("pod-identity", "pods.eks.amazonaws.com", 2)]
    public void Role_OfAService_IsAssumedByItAlone(string identity, string service, int actions)
    {
        var trust = Stack(("Identity", identity)).Properties("ServiceRole")["AssumeRolePolicyDocument"]!["Statement"]!.AsArray().Single()!;
        Assert.Equal(service, (string?)trust["Principal"]!["Service"]);
        Assert.Equal(actions, trust["Action"]!.AsArray().Count);
    }

    [Fact]
    public void Role_OfOidc_NamesSubjectAndAudience()
    {
        var trust = JsonNode.Parse((string)Stack(("Identity", "oidc"), ("OIDCProviderArn", Oidc)).Properties("OidcRole")["AssumeRolePolicyDocument"]!)!["Statement"]![0]!;
        Assert.Equal(Oidc, (string?)trust["Principal"]!["Federated"]);
        var equal = trust["Condition"]!["StringEquals"]!;
        Assert.Equal("system:serviceaccount:logging:sluice", (string?)equal["oidc.eks.us-east-1.amazonaws.com/id/ABC:sub"]);
        Assert.Equal("sts.amazonaws.com", (string?)equal["oidc.eks.us-east-1.amazonaws.com/id/ABC:aud"]);
    }

    [Fact]
    public void MaxReceiveCount_LowestAllowed_IsAboveMaxReceives()
    {
        // Below it, a message would be dead before Sluice has tried it as often as it may.
        long lowest = long.Parse(System.IO.File.ReadLines(File).SkipWhile(line => line != "  MaxReceiveCount:").First(line => line.Contains("MinValue", StringComparison.Ordinal)).Split(':')[1], null);
        Assert.True(lowest > long.Parse(Pull.Settings.PullSettingTable.Find("max_receives")!.Default, null));
    }

    [ToolFact("cfn-lint")]
    public void Template_CfnLint_FindsNothing()
    {
        Run run = Run.Program(ToolFactAttribute.Find("cfn-lint")!, default, File);
        Assert.True(run.ExitCode == 0, string.Join('\n', run.Lines) + run.Error);
    }

    internal static CloudStack Stack(params (string, string)[] more) => new(File, [("BucketName", Bucket), ("SQSName", Queue), .. more]);

    private static void Before(IReadOnlyList<string> order, string first, string second)
    {
        if (order.Contains(second))
            Assert.True(order.ToList().IndexOf(first) < order.ToList().IndexOf(second), $"{first} before {second}");
    }
}
