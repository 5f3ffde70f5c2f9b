// Tests: the Terraform module says what the template says.
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests;

public sealed class TerraformTests
{
    private static readonly string Folder = Testing.Repo.PathOf("deploy", "aws", "terraform");
    private static readonly string All = string.Join('\n', Directory.GetFiles(Folder, "*.tf").Select(File.ReadAllText));

    [Fact]
    public void Module_EveryReference_IsDeclared()
    {
        // Without the provider's schema, 'terraform validate' cannot run where nothing can be fetched: names are checked here.
        string code = Regex.Replace(Regex.Replace(All, @"#.*", ""), @"\$\$\{[^}]*\}", "");
        string[] Declared(string pattern) => [.. Regex.Matches(code, pattern, RegexOptions.Multiline).Select(match => match.Groups.Count > 2 ? $"{match.Groups[1].Value}.{match.Groups[2].Value}" : match.Groups[1].Value)];
        string[] variables = Declared(@"^variable ""(\w+)"""), resources = Declared(@"^resource ""(\w+)"" ""(\w+)"""), data = Declared(@"^data ""(\w+)"" ""(\w+)""");
        string[] locals = [.. Regex.Matches(code, @"^locals \{\n(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline).SelectMany(block => Regex.Matches(block.Groups[1].Value, @"^  (\w+) +=", RegexOptions.Multiline)).Select(match => match.Groups[1].Value)];
        string[] Used(string pattern) => [.. Regex.Matches(code, pattern).Select(match => match.Groups[1].Value).Distinct()];
        Assert.All(Used(@"\bvar\.(\w+)"), name => Assert.Contains(name, variables));
        Assert.All(Used(@"\blocal\.(\w+)"), name => Assert.Contains(name, locals));
        Assert.All(Used(@"\bdata\.(\w+\.\w+)"), name => Assert.Contains(name, data));
        Assert.All(Used(@"(?<![\w.""])(aws_\w+\.\w+)(?=[.\[\]])"), name => Assert.Contains(name, resources));
        // And nothing is declared for nobody.
        Assert.All(variables, name => Assert.Matches($@"\bvar\.{name}\b", code));
        Assert.All(locals, name => Assert.Matches($@"\blocal\.{name}\b", code));
    }

    [Fact]
    public void Module_Resources_AreThoseOfTheTemplate()
    {
        string template = File.ReadAllText(TemplateTests.File);
        foreach (var (cloud, terraform) in new[]
        {
            ("AWS::SQS::Queue", "aws_sqs_queue"), ("AWS::SQS::QueuePolicy", "aws_sqs_queue_policy"), ("AWS::S3::Bucket", "aws_s3_bucket"), ("AWS::S3::BucketPolicy", "aws_s3_bucket_policy"),
            ("AWS::EC2::FlowLog", "aws_flow_log"), ("AWS::IAM::User", "aws_iam_user"), ("AWS::IAM::AccessKey", "aws_iam_access_key"), ("AWS::SecretsManager::Secret", "aws_secretsmanager_secret"),
            ("AWS::IAM::InstanceProfile", "aws_iam_instance_profile"), ("AWS::IAM::ManagedPolicy", "aws_iam_policy"), ("AWS::CloudWatch::Alarm", "aws_cloudwatch_metric_alarm"),
        })
            Assert.Equal(Regex.Count(template, $"Type: {cloud}\n"), Regex.Count(All, $"resource \"{terraform}\" "));
    }

    [ToolFact("terraform")]
    public void Module_Format_IsTerraforms()
    {
        Run run = Terraform("fmt", "-check", "-diff", Folder);
        Assert.True(run.ExitCode == 0, string.Join('\n', run.Lines) + run.Error);
    }

    public static TheoryData<string, string> Choices => new()
    {
        { "user", "" }, { "none", "" }, { "ec2", "FlowLogHivePartitions=true" }, { "ecs", "FlowLogFileFormat=parquet" }, { "pod-identity", "KmsKeyArn=arn:aws:kms:us-east-1:000000000000:key/1" }, { "oidc", "FlowLogHivePartitions=true" },
    };

    [ToolTheory("terraform")]
    [MemberData(nameof(Choices))]
    public void Policies_Evaluated_AreTheTemplates(string identity, string choice)
    {
        const string oidc = "arn:aws:iam::000000000000:oidc-provider/oidc.eks/id/ABC";
        string[] pair = choice.Split('=');
        var stack = TemplateTests.Stack([("Identity", identity), ("OIDCProviderArn", oidc), .. choice.Length > 0 ? [(pair[0], pair[1])] : ((string, string)[])[]]);
        string folder = Directory.CreateTempSubdirectory("sluice-terraform").FullName;
        foreach (string file in (string[])["variables.tf", "policies.tf"])
            File.Copy(Path.Combine(Folder, file), Path.Combine(folder, file));
        File.WriteAllText(Path.Combine(folder, "test.tf"), $$"""
            locals {
              partition  = "aws"
              region     = "{{CloudStack.Region}}"
              account_id = "{{CloudStack.Account}}"
            }
            output "all" {
              value = { pull = local.pull_policy, queue = local.queue_policy, bucket = local.bucket_policy, trust = local.trust_policy, prefix = local.key_prefix, suffix = local.key_suffix, fields = var.flow_log_fields, dead = local.dead_queue_name }
            }
            """);
        string[] extra = pair[0] switch
        {
            "FlowLogHivePartitions" => ["-var", "flow_log_hive_partitions=true"],
            "FlowLogFileFormat" => ["-var", $"flow_log_file_format={pair[1]}"],
            "KmsKeyArn" => ["-var", $"kms_key_arn={pair[1]}"],
            _ => [],
        };
        string queue = (string)stack.Properties("Queue")["QueueName"]!, bucket = (string)stack.Properties("Bucket")["BucketName"]!;
        foreach (string[] arguments in (string[][])[["init", "-input=false"], ["apply", "-auto-approve", "-input=false", "-var", $"bucket_name={bucket}", "-var", $"queue_name={queue}", "-var", $"identity={identity}", "-var", $"oidc_provider_arn={oidc}", .. extra]])
        {
            Run step = Terraform([$"-chdir={folder}", .. arguments]);
            Assert.True(step.ExitCode == 0, string.Join('\n', step.Lines) + step.Error);
        }
        var all = JsonNode.Parse(Terraform($"-chdir={folder}", "output", "-json", "all").Output)!;
        Directory.Delete(folder, recursive: true);

        Same(stack.Properties("PullPolicy")["PolicyDocument"], all["pull"]);
        Same(stack.Properties("QueuePolicy")["PolicyDocument"], all["queue"]);
        Same(stack.Properties("BucketPolicy")["PolicyDocument"], all["bucket"]);
        var rules = stack.Properties("Bucket")["NotificationConfiguration"]!["QueueConfigurations"]![0]!["Filter"]!["S3Key"]!["Rules"]!;
        Assert.Equal([(string)rules[0]!["Value"]!, (string)rules[1]!["Value"]!], [(string)all["prefix"]!, (string)all["suffix"]!]);
        Assert.Equal((string)stack.Properties("DeadLetterQueue")["QueueName"]!, (string)all["dead"]!);
        Assert.Equal(TemplateTests.Stack(("FlowLogResourceId", "vpc-1")).Properties("FlowLog")["LogFormat"]!.ToString(), (string)all["fields"]!);
        var trust = JsonNode.Parse((string)all["trust"]!);
        if (identity == "oidc")
            Same(JsonNode.Parse((string)stack.Properties("OidcRole")["AssumeRolePolicyDocument"]!), trust);
        else if (identity is not ("user" or "none"))
            Same(stack.Properties("ServiceRole")["AssumeRolePolicyDocument"], trust);
    }

    private static void Same(JsonNode? template, JsonNode? terraform) => Assert.True(JsonNode.DeepEquals(template, terraform), $"{template}\n{terraform}");

    private static Run Terraform(params string[] arguments) => Run.Program(ToolFactAttribute.Find("terraform")!, default, arguments);
}
