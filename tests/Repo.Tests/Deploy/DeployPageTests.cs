// Tests: docs/DEPLOY.md points at the lines that do each step of the document's chapter.
using System.Globalization;
using System.Text;

namespace Sluice.Repo.Tests;

public sealed class DeployPageTests
{
    private const string Begin = "<!-- chapter -->\n", End = "<!-- /chapter -->";

    // A step, then what does it: keys of the template (Section.Name), and blocks of the module.
    private static readonly (string Step, string[] Cloud, string[] Terraform)[] Steps =
    [
        ("Stack name", [], []),
        ("BucketName", ["Parameters.BucketName"], ["variables.tf: variable \"bucket_name\""]),
        ("IAMUserName", ["Parameters.IAMUserName"], ["variables.tf: variable \"iam_user_name\""]),
        ("SQSName", ["Parameters.SQSName"], ["variables.tf: variable \"queue_name\""]),
        ("Outputs, for the playbook", ["Outputs.AccessKeyId", "Outputs.SecretCommand", "Outputs.Region", "Outputs.QueueName"], ["outputs.tf: output \"access_key_id\"", "outputs.tf: output \"secret_command\"", "outputs.tf: output \"region\"", "outputs.tf: output \"queue_name\""]),
        ("Create an S3 bucket", ["Resources.Bucket"], ["main.tf: resource \"aws_s3_bucket\" \"this\""]),
        ("Create an SQS queue, in the bucket's region", ["Resources.Queue", "Resources.DeadLetterQueue"], ["main.tf: resource \"aws_sqs_queue\" \"this\"", "main.tf: resource \"aws_sqs_queue\" \"dead_letter\""]),
        ("Its access policy (the document's sample lets every bucket of every account send; this one names bucket and account)", ["Resources.QueuePolicy"], ["main.tf: resource \"aws_sqs_queue_policy\" \"this\"", "policies.tf:   queue_policy"]),
        ("Create the event notification: object creation, to that queue", ["Resources.Bucket.NotificationConfiguration"], ["main.tf: resource \"aws_s3_bucket_notification\" \"this\""]),
        ("The dedicated user, its rights and its key", ["Resources.User", "Resources.PullPolicy", "Resources.AccessKey"], ["main.tf: resource \"aws_iam_user\" \"this\"", "policies.tf:   pull_policy", "main.tf: resource \"aws_iam_access_key\" \"this\""]),
        ("Create the flow log of a VPC, subnet or interface, all traffic", ["Resources.FlowLog", "Parameters.FlowLogTraffic"], ["main.tf: resource \"aws_flow_log\" \"this\"", "variables.tf: variable \"flow_log_traffic\""]),
        ("The permissions that the flow log needs", ["Resources.BucketPolicy"], ["main.tf: resource \"aws_s3_bucket_policy\" \"this\"", "policies.tf:   bucket_policy"]),
        ("Create the intake", [], []),
        ("Pull events", ["Outputs.PullCommand", "Outputs.FluentBitInput"], ["outputs.tf: output \"pull_command\"", "outputs.tf: output \"fluent_bit_input\""]),
    ];

    private static readonly Dictionary<string, string> ByHand = new(StringComparer.Ordinal)
    {
        ["Stack name"] = "`--stack-name` | the module's name",
        ["Create the intake"] = "by hand, at the receiver; its key goes into `deploy/fluent-bit/outputs/intake.conf` | the same",
    };

    [Fact]
    public void DeployPage_Chapter_PointsAtTheLines()
    {
        string path = Testing.Repo.PathOf("docs", "DEPLOY.md"), page = File.ReadAllText(path);
        int from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, to = page.IndexOf(End, StringComparison.Ordinal);
        string table = Table();
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
            File.WriteAllText(path, page[..from] + table + page[to..]);
        else
            Assert.True(page[from..to] == table, "docs/DEPLOY.md is behind deploy/aws: run 'make docs'");
    }

    [Fact]
    public void DeployPage_Files_Exist()
    {
        foreach (System.Text.RegularExpressions.Match name in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(Testing.Repo.PathOf("docs", "DEPLOY.md")), @"`(deploy/[\w./-]+)`"))
            Assert.True(Path.Exists(Testing.Repo.PathOf(name.Groups[1].Value)), name.Value);
    }

    [Fact]
    public void DeployPage_ParametersAndOutputs_AreTheTemplates()
    {
        string page = File.ReadAllText(Testing.Repo.PathOf("docs", "DEPLOY.md")), template = File.ReadAllText(TemplateTests.File);
        foreach (string text in (string[])[page, template])
        {
            var command = System.Text.RegularExpressions.Regex.Match(text, @"--parameter-overrides (.+)").Groups[1].Value.Split(' ').Select(pair => pair.Split('=')).ToList();
            Assert.Equal(4, command.Count);
            // As CloudFormation would take it.
            Assert.Null(new CloudStack(TemplateTests.File, [.. command.Select(pair => (pair[0], pair[1]))]).BrokenRule());
        }
        var outputs = TemplateTests.Stack().Outputs();
        string pasted = page[page.IndexOf("| into | outputs |", StringComparison.Ordinal)..page.IndexOf("The secret is in", StringComparison.Ordinal)];
        var named = System.Text.RegularExpressions.Regex.Matches(pasted, "`([A-Za-z]+)`").Select(match => match.Groups[1].Value).ToList();
        Assert.True(named.Count > 7);
        Assert.All(named, name => Assert.Contains(name, outputs.Keys));
    }

    private static string Table()
    {
        string[] template = File.ReadAllLines(TemplateTests.File);
        var table = new StringBuilder("| step | CloudFormation | Terraform |\n|---|---|---|\n");
        foreach (var (step, cloud, terraform) in Steps)
        {
            string cells = ByHand.TryGetValue(step, out string? hand) ? hand
                : $"{string.Join(", ", cloud.Select(key => Cloud(template, key)))} | {string.Join(", ", terraform.Select(Terraform))}";
            table.Append(CultureInfo.InvariantCulture, $"| {step} | {cells} |\n");
        }
        return table.ToString();
    }

    private static string Cloud(string[] lines, string key)
    {
        string[] parts = key.Split('.');
        int at = Array.IndexOf(lines, parts[0] + ":");
        at = Array.IndexOf(lines, $"  {parts[1]}:", at);
        Assert.True(at > 0, $"the template has no {key}");
        if (parts.Length > 2)
            at = Array.IndexOf(lines, $"      {parts[2]}:", at);
        return $"[`{parts[^1]}`](../deploy/aws/sluice.yaml#L{at + 1})";
    }

    private static string Terraform(string key)
    {
        string file = key[..key.IndexOf(':', StringComparison.Ordinal)], block = key[(file.Length + 2)..];
        int at = Array.FindIndex(File.ReadAllLines(Testing.Repo.PathOf("deploy", "aws", "terraform", file)), line => line.StartsWith(block, StringComparison.Ordinal));
        Assert.True(at >= 0, $"{file} has no {block}");
        string name = (file == "policies.tf" ? "local." : "") + block.Trim().Replace("resource ", "", StringComparison.Ordinal).Replace("variable ", "var.", StringComparison.Ordinal).Replace("output ", "", StringComparison.Ordinal)
            .Replace("\" \"", ".", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
        return $"[`{name}`](../deploy/aws/terraform/{file}#L{at + 1})";
    }
}
