// Tests: Debian's syslog-ng starts sluice by the file of deploy/, and has every record of the emulator's queue.
using System.Diagnostics;
using System.Text.Json.Nodes;
using Sluice.Pull.Tests;

namespace Sluice.Repo.Tests;

public sealed class SyslogNgTests
{
    private const int Objects = 3, Lines = 500;

    [ToolFact("syslog-ng")]
    public async Task Program_OfTheFile_WritesEveryRecordOnce()
    {
        string queue = await Emulator.Shared.NewQueue(), bucket = await Emulator.Shared.NewBucket();
        for (int i = 0; i < Objects; i++)
        {
            await Emulator.Shared.Put(bucket, $"k{i}", FlowText.Gzip(FlowText.Lines(i, Lines)));
            await Emulator.Shared.Send(queue, FlowText.Event(bucket, $"k{i}"));
        }
        string folder = Directory.CreateTempSubdirectory("sluice-syslog-ng").FullName, file = Path.Combine(folder, "records.json");
        var start = new ProcessStartInfo(ToolFactAttribute.Find("syslog-ng")!, ["-F", "--no-caps", "-f", Testing.Repo.PathOf("deploy", "syslog-ng", "sluice.conf"),
            $"--persist-file={folder}/persist", $"--pidfile={folder}/pid", $"--control={folder}/control"])
        {
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new[]
        {
            ("PATH", $"{Path.GetDirectoryName(Testing.Repo.Binary)}:{Environment.GetEnvironmentVariable("PATH")}"), ("SLUICE_QUEUE", Emulator.Shared.QueueUrl(queue)), ("FLOW_LOG_FILE", file),
            ("AWS_ENDPOINT_URL", Emulator.Shared.Address), ("AWS_REGION", Emulator.Region), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test-secret"),
        })
            start.Environment[name] = value;
        using var syslog = Process.Start(start)!;
        Task<string> said = syslog.StandardError.ReadToEndAsync();
        try
        {
            long deadline = Environment.TickCount64 + 60_000;
            while ((!File.Exists(file) || File.ReadLines(file).Count() < Objects * Lines || await Emulator.Shared.Left(queue) > 0) && Environment.TickCount64 < deadline && !syslog.HasExited)
                await Task.Delay(100);
        }
        finally
        {
            if (!syslog.HasExited)
                Testing.Run.Program("kill", default, "-TERM", $"{syslog.Id}");
            syslog.WaitForExit(20_000);
        }
        Assert.True(File.Exists(file), await said);
        string[] records = await File.ReadAllLinesAsync(file);
        Assert.Equal(Objects * Lines, records.Length);
        Assert.Equal(Objects * Lines, records.Select(FlowText.IdOf).Distinct().Count());
        Assert.All(records, record => Assert.NotNull(JsonNode.Parse(record)!["@timestamp"]));
        Assert.Equal(0, await Emulator.Shared.Left(queue));
        Directory.Delete(folder, recursive: true);
    }
}
