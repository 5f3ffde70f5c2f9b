// docs/DELIVER.md, and the README where it delivers: the commands run as they stand, against the emulator and the double.
using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.Pull.Tests;

namespace Sluice.Deliver.Tests;

public sealed class PageTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    [Fact]
    public async Task Commands_AsWritten_Deliver()
    {
        using var intake = new IntakeDouble();
        string folder = Directory.CreateTempSubdirectory("sluice-page-").FullName;
        using (var http = new HttpClient())
            (await http.PutAsync($"{Aws.Address}/flow-logs", null)).EnsureSuccessStatusCode();
        const string Object = "AWSLogs/123456789010/vpcflowlogs/eu-west-3/2026/11/01/123456789010_vpcflowlogs_eu-west-3_fl-1_20261101T0000Z_a1b2c3d4.log.gz";
        string[] commands = [.. Commands().Where(command => !command.Contains("https://", StringComparison.Ordinal))];
        Assert.True(commands.Length >= 5, string.Join('\n', commands));
        for (int i = 0; i < commands.Length; i++)
        {
            string queue = await Aws.NewQueue();
            await Aws.Put("flow-logs", Object, FlowText.Gzip(FlowText.Lines(i, 50)));
            await Aws.Send(queue, FlowText.Event("flow-logs", Object));
            long before = (await intake.Report()).Events;
            Testing.Run run = Bash(commands[i].Replace("flow-log-events", queue, StringComparison.Ordinal), folder, queue, intake.Address);
            Assert.True(run.ExitCode is 0, $"{commands[i]}: {run.ExitCode}, {run.Error}");
            int expected = commands[i].Contains("check", StringComparison.Ordinal) ? commands[i].Contains("--send-test", StringComparison.Ordinal) ? 1 : 0 : 50;
            Assert.Equal(expected, (await intake.Report()).Events - before);
            Assert.Equal(commands[i].StartsWith("sluice pull", StringComparison.Ordinal) ? 0 : 1, await Aws.Left(queue));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task CommandsToAnyServer_AsWritten_Deliver()
    {
        string folder = Directory.CreateTempSubdirectory("sluice-page-").FullName;
        string token = Path.Combine(folder, "token");
        File.WriteAllText(token, "from-a-file\n");
        string[] commands = [.. Commands().Where(command => command.Contains("https://", StringComparison.Ordinal))];
        Assert.Equal(2, commands.Length);
        foreach (string command in commands)
        {
            using var server = new WebServer();
            Source source = await Source.Of(1, 50);
            string own = Regex.Replace(command, "https://[^/ ]+", server.Address).Replace("/run/secrets/token", token, StringComparison.Ordinal);
            Testing.Run run = Bash(own, folder, source.Queue, server.Address);
            Assert.True(run.ExitCode is 0, $"{own}: {run.ExitCode}, {run.Error}");
            Assert.Equal(0, await source.Left());
            Taken taken = Assert.Single(server.Seen);
            Assert.Equal(new Uri(command.Split(' ')[3]).AbsolutePath, taken.Path);
            Assert.Equal(command.Contains("HEC_TOKEN", StringComparison.Ordinal) ? "Splunk of-a-variable" : "Bearer from-a-file", taken.Headers["Authorization"]);
            Assert.All(Enumerable.Range(0, 50), line => Assert.Contains($"eni-{0:x8}{line:x8}", taken.Body, StringComparison.Ordinal));
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Whoever reads the document finds each step of its chapter, in its order.</summary>
    [Fact]
    public void Chapter_OfTheDocument_IsMappedLineByLine()
    {
        string page = File.ReadAllText(Repo.PathOf("docs", "DELIVER.md"));
        int at = 0;
        foreach (string step in (string[])["intake from the format AWS Flowlogs", "Create a new playbook", "AWS access key", "secret key", "region name", "name of the SQS queue", "intake key", "Start the playbook", "Enjoy your events"])
        {
            int next = page.IndexOf(step, at, StringComparison.OrdinalIgnoreCase);
            Assert.True(next >= 0, step);
            at = next;
        }
    }

    private static IEnumerable<string> Commands()
    {
        bool inside = false;
        foreach (string line in File.ReadLines(Repo.PathOf("docs", "DELIVER.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inside = line == "```sh";
            else if (inside)
                yield return line;
        }

        foreach (string line in File.ReadLines(Repo.PathOf("README.md")))
            if (line.StartsWith("sluice ", StringComparison.Ordinal) && line.Contains(" --to ", StringComparison.Ordinal))
                yield return line.Split(" #")[0].Trim();
    }

    /// <summary>What goes on until SIGTERM gets one after a while.</summary>
    private static Testing.Run Bash(string command, string folder, string queue, string intake)
    {
        bool endless = command.StartsWith("sluice pull", StringComparison.Ordinal) && !command.Contains("--drain", StringComparison.Ordinal);
        // What timeout ends has succeeded, when its own end was in order.
        string script = endless ? $"{command} & pid=$!; sleep 5; kill -TERM $pid; wait $pid" : command;
        var start = new ProcessStartInfo("/bin/bash", ["-c", script]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["PATH"] = Repo.PathOf("dist") + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test-secret",
            ["AWS_REGION"] = Emulator.Region,
            ["SLUICE_QUEUE"] = queue,
            ["SLUICE_ENDPOINT"] = Aws.Address,
            ["SLUICE_WAIT_TIME"] = "1",
            ["SLUICE_INTAKE_KEY"] = IntakeDouble.Key,
            ["SLUICE_INTAKE_URL"] = intake,
            ["HEC_TOKEN"] = "of-a-variable",
        })
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Testing.Run(process.ExitCode, System.Text.Encoding.UTF8.GetBytes(output.Result), error.Result);
    }
}
