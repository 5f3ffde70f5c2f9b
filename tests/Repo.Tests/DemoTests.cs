// Tests: what 'make demo' runs after the build ends with an empty queue, and every record at the receiver.
using System.Text;

namespace Sluice.Repo.Tests;

public sealed class DemoTests
{
    [Fact]
    public void Demo_Runs_EndsWithAnEmptyQueueAndEverythingUnderstood()
    {
        Run run = Run.Program("/usr/bin/env", default, Testing.Repo.PathOf("scripts", "demo.sh"));
        string text = Encoding.UTF8.GetString(run.Output);
        Assert.True(run.ExitCode == 0, text + run.Error);
        Assert.Contains("9060 records in all", text, StringComparison.Ordinal);
        Assert.Contains("sluice_sink_events_confirmed_total{sink=\"sekoia\"} 9060\n", text, StringComparison.Ordinal);
        Assert.Contains("\n0 messages left in the queue.\n", text, StringComparison.Ordinal);
        Assert.Contains("understood 9060 of them", text, StringComparison.Ordinal);
        // No colours where nobody looks.
        Assert.DoesNotContain('\x1b', text);
    }
}
