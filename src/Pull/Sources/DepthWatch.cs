// Sources: how many messages wait, asked now and then.
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Log;
using Sluice.Pull.Messages;
using Sluice.Pull.Time;

namespace Sluice.Pull.Sources;

/// <summary>Keeps the depth gauge. The permission for it (sqs:GetQueueAttributes) may be missing.</summary>
internal sealed class DepthWatch(IEngineCalls calls, QueueFacts facts, PullCounters counters, IPullLog log, IEngineClock clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var state = await Deadline.Within(clock, Patience, calls.QueueStateAsync, stop).ConfigureAwait(false);
                facts.Learn(state);
                counters.QueueDepth.Set(state.Waiting);
            }
            catch (CallException e) when (e.Fault == CallFault.Denied)
            {
                log.Write(LogLevel.Info, new("depth_denied", "The queue's depth is not shown: sqs:GetQueueAttributes is not allowed"));
                return;
            }
            catch (CallException e)
            {
                log.Write(LogLevel.Debug, new("depth_failed", $"The queue's depth could not be read ({e.Message})"));
            }
            await clock.Delay(Interval, stop).ConfigureAwait(false);
        }
    }
}
