// The loss test: several pullers that deliver, killed at random, to a receiver that fails one request in three in every
// way there is; nothing may be lost.
using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Pull.Tests;
using Xunit.Abstractions;

namespace Sluice.Deliver.Tests;

[Collection(Alone.Name)]
public sealed class LossTests(ITestOutputHelper output)
{
    private const int Objects = 200, Lines = 1000;

    public static IEnumerable<object[]> Seeds => Enumerable.Range(1, Alone.Soak ? 20 : 3).Select(seed => new object[] { seed });

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task KilledRefusedAndCut_EveryEventArrives(int seed)
    {
        using var intake = new IntakeDouble($$"""{"every":3,"seed":{{seed}},"ways":["401","413","429","500","503","cut","cut-after","slow","never","never-after","partial","page","413","429","500","503","cut","cut-after","slow","never","never-after","partial"]}""");
        Source source = await Source.Of(Objects, Lines);
        using var file = new RejectsFile();
        var random = new Random(seed);
        SluiceProcess Start() => new(null, source.Pull(intake.To("--visibility-timeout", "4", "--wait-time", "1", "--read-timeout", "2", "--batch-size", "64k", "--rejects", file.Path, "--log-level", "debug")));
        var pullers = new[] { Start(), Start(), Start() };
        int kills = 0, stops = 0;
        long deadline = Environment.TickCount64 + 300_000;
        try
        {
            while (await source.Left() > 0)
            {
                Assert.True(Environment.TickCount64 < deadline, $"the queue is not empty: {await source.Left()} left, {await intake.Report()}\n{string.Join('\n', pullers.SelectMany(p => p.Errors.TakeLast(10)))}");
                await Task.Delay(random.Next(200, 900));
                for (int i = 0; i < pullers.Length; i++)
                {
                    // A refused key ends a puller by design; whoever runs it starts it again.
                    bool ended = pullers[i].HasExited;
                    bool kill = !ended && random.Next(6) == 0 && (kills < 12 || random.Next(8) == 0);
                    if (!ended && !kill)
                        continue;
                    if (kill)
                        pullers[i].Kill();
                    int code = await pullers[i].Ended();
                    Assert.True(kill || code == 3, $"exit code {code}\n{string.Join('\n', pullers[i].Errors.TakeLast(10))}");
                    (kills, stops) = (kills + (kill ? 1 : 0), stops + (kill ? 0 : 1));
                    pullers[i].Dispose();
                    pullers[i] = Start();
                }
            }
        }
        finally
        {
            foreach (var puller in pullers)
            {
                if (!puller.HasExited)
                    puller.Signal(15);
                await puller.Ended();
                puller.Dispose();
            }
        }

        Report report = await intake.Report();
        Dictionary<string, int> taken = await intake.Counts();
        HashSet<string> refused = [.. file.Read().Select(entry => (string)entry["event"]!)];
        var missing = Enumerable.Range(0, Objects).SelectMany(item => Enumerable.Range(0, Lines).Select(line => FlowText.Line(item, line)))
            .Where(line => !taken.ContainsKey(line) && !refused.Contains(line)).ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {kills} kills, {stops} stops, {report.Requests} requests, {report.Unique} events, {report.Duplicates} duplicates, {refused.Count} set aside; faults {report.Faults}"));
        Assert.True(missing.Count == 0, $"{missing.Count} events lost, the first {missing.FirstOrDefault()}");
        Assert.Equal(report.Events, report.Understood);
        Assert.Equal(Objects * Lines, taken.Keys.Concat(refused).Distinct().Count());
        Assert.True(kills >= 3, "too few kills to prove anything");
        var faults = JsonNode.Parse(report.Faults)!.AsObject();
        Assert.All((string[])["413", "429", "500", "cut", "cut-after", "slow", "never", "partial"], way => Assert.True(faults.ContainsKey(way), $"{way} did not come about: {report.Faults}"));
    }

    [Fact]
    public async Task NoFaults_EveryEventArrivesOnce()
    {
        using var intake = new IntakeDouble();
        Source source = await Source.Of(Objects, Lines);
        var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => source.Drain(intake.To()))));
        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Error));
        Report report = await intake.Report();
        Assert.Equal((200_000L, 200_000L, 200_000L, 0L, 0), (report.Events, report.Understood, report.Unique, report.Duplicates, await source.Left()));
    }
}
