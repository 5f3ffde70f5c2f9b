// Diagnostics: tries everything that pulling needs, without taking anything from the queue.
using Sluice.Pull.Aws;
using Sluice.Pull.Calls;
using Sluice.Pull.Messages;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Diagnostics;

/// <summary>Resolves credentials, queue, permissions and one bucket, and says what is wrong and what to do.</summary>
public static class PullCheck
{
    /// <summary>Runs the steps; a step that fails ends those that depend on it.</summary>
    /// <param name="settings">The settings to check.</param>
    /// <param name="bucket">A bucket to read, or null.</param>
    /// <param name="key">An object of it to read, or null for the first one listed.</param>
    /// <param name="tell">Called with each finding as soon as there is one.</param>
    /// <param name="waiting">Called with what is waited for from now on, and with null when the wait is over.</param>
    /// <param name="stop">Ends the check.</param>
    public static async Task RunAsync(PullSettings settings, string? bucket, string? key, Action<CheckLine> tell, Action<string?> waiting, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(tell);
        ArgumentNullException.ThrowIfNull(waiting);
        var report = new CheckReport(tell, waiting);
        AwsCalls calls;
        try
        {
            SettingsCheck.Check(settings, needsQueue: settings.Queue is not null || bucket is null);
            calls = await report.During("the region", () => Task.FromResult(new AwsCalls(settings, report))).ConfigureAwait(false);
        }
        catch (SettingsException e)
        {
            report.Tell(CheckResult.Fail, "settings", e.Message);
            return;
        }

        using (calls)
        {
            if (!await Credentials(calls, report, stop).ConfigureAwait(false))
                return;
            if (settings.Queue is not null)
                await Queue(calls, settings, report, stop).ConfigureAwait(false);
            if (bucket is not null)
                await new BucketCheck(calls, settings, bucket, report).RunAsync(key, stop).ConfigureAwait(false);
        }
    }

    private static async Task<bool> Credentials(AwsCalls calls, CheckReport report, CancellationToken stop)
    {
        try
        {
            string caller = await report.During("credentials and STS", () => calls.CallerAsync(stop)).ConfigureAwait(false);
            report.Tell(CheckResult.Ok, "credentials", $"accepted for {caller}");
            return true;
        }
        catch (CallException e) when (e.Fault == CallFault.Credentials)
        {
            report.Tell(CheckResult.Fail, "credentials", $"not accepted; renew the session or correct the keys ({e.Message})");
            return false;
        }
        catch (CallException e) when (e.Fault == CallFault.NoCredentials)
        {
            report.Tell(CheckResult.Fail, "credentials", e.Message);
            return false;
        }
        catch (CallException e)
        {
            // Emulators and closed networks have no STS; the queue will show whether the keys are good.
            report.Tell(CheckResult.Note, "credentials", $"STS could not be reached ({e.Message})");
            return true;
        }
    }

    private static async Task Queue(AwsCalls calls, PullSettings settings, CheckReport report, CancellationToken stop)
    {
        try
        {
            string url = await report.During($"queue {settings.Queue} at {calls.QueueHost}", () => calls.QueueUrlAsync(stop)).ConfigureAwait(false);
            await State(calls, url, settings, report, stop).ConfigureAwait(false);
            // Each receive counts towards the redrive policy, so a check that received would use up receives.
            report.Tell(CheckResult.Note, "receive", "not tried, since a receive counts towards the redrive policy; the first pull shows whether sqs:ReceiveMessage is allowed");
            // An invalid handle: where the action is allowed, only the handle is refused.
            await Allowed(report, "delete", "sqs:DeleteMessage", () => calls.DeleteAsync(["sluice-check"], stop)).ConfigureAwait(false);
            await Allowed(report, "extend", "sqs:ChangeMessageVisibility", () => calls.HideAsync([("sluice-check", 0)], stop)).ConfigureAwait(false);
        }
        catch (CallException e)
        {
            report.Tell(CheckResult.Fail, "queue", QueueFaults.Explain(e, settings, calls.QueueRegion));
        }
    }

    private static async Task State(AwsCalls calls, string url, PullSettings settings, CheckReport report, CancellationToken stop)
    {
        try
        {
            var state = await report.During($"queue {settings.Queue} at {calls.QueueHost}", () => calls.QueueStateAsync(stop)).ConfigureAwait(false);
            report.Tell(CheckResult.Ok, "queue", $"{url}: {state.Waiting} waiting, {state.InFlight} in flight");
            if (state.MaxReceiveCount is { } most)
                report.Tell(CheckResult.Ok, "redrive", $"after {most} receives a message moves to the dead-letter queue");
            else
                report.Tell(CheckResult.Note, "redrive", "no redrive policy: a message that cannot be processed comes back until its retention ends; add a dead-letter queue");
        }
        catch (CallException e) when (e.Fault == CallFault.Denied)
        {
            report.Tell(CheckResult.Note, "queue", $"{url}: its depth cannot be read; allow sqs:GetQueueAttributes ({e.Message})");
        }
    }

    private static async Task Allowed(CheckReport report, string what, string action, Func<Task> call)
    {
        try
        {
            await report.During(action, async () =>
            {
                await call().ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        catch (CallException e) when (e.Fault == CallFault.Denied)
        {
            report.Tell(CheckResult.Fail, what, $"{action} is denied: allow it on the queue ({e.Message})");
            return;
        }
        catch (CallException e) when (e.Fault == CallFault.Rejected)
        {
        }
        report.Tell(CheckResult.Ok, what, $"{action} is allowed");
    }
}
