// Diagnostics: one call for several messages, repeated for those that it failed for.
using Sluice.Pull.Calls;

namespace Sluice.Pull.Diagnostics;

/// <summary>Repeats a call for a few messages until it has succeeded for all, is refused, or has failed often enough.</summary>
internal sealed class RedriveTries(Func<IReadOnlyList<HeldLetter>, Task<IReadOnlyList<BatchFailure>>> call)
{
    private const int Most = 5;

    /// <summary>The messages for which it succeeded.</summary>
    public List<HeldLetter> Done { get; } = [];

    /// <summary>What it failed with, where it did not succeed for all.</summary>
    public CallException? Fault { get; private set; }

    /// <summary>The call failed as a whole, and not only for single messages.</summary>
    public bool Failed { get; private set; }

    public async Task RunAsync(IReadOnlyList<HeldLetter> letters, CancellationToken stop)
    {
        for (int tries = 1; letters.Count > 0; tries++)
        {
            CallException? fault = null;
            bool whole = false;
            try
            {
                var failures = (await call(letters).ConfigureAwait(false)).ToDictionary(failure => failure.Index);
                Done.AddRange(letters.Where((_, i) => !failures.ContainsKey(i)));
                // A message that was refused as invalid would be refused again.
                if (failures.Values.FirstOrDefault(failure => failure.Lost) is { } refused)
                    Fault ??= new CallException(CallFault.Rejected, refused.Reason);
                letters = [.. letters.Where((_, i) => failures.TryGetValue(i, out var failure) && !failure.Lost)];
                if (failures.Values.FirstOrDefault(failure => !failure.Lost) is { } failed)
                    fault = new CallException(CallFault.Rejected, failed.Reason);
            }
            catch (CallException e)
            {
                fault = e;
                whole = true;
            }
            if (fault is null)
                return;
            if (tries == Most || stop.IsCancellationRequested || (whole && fault.Fault != CallFault.Transient))
            {
                Fault ??= fault;
                Failed = whole;
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100 << tries), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
