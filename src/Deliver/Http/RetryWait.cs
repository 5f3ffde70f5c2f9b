// Http: how long to wait before a request is tried again.
namespace Sluice.Deliver.Http;

/// <summary>Half a second doubling to thirty, with jitter so that many senders do not return together; or what the receiver asks for.</summary>
internal sealed class RetryWait
{
    private const double First = 0.5, Longest = 30;
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    private int _failures;

    /// <summary>The next wait.</summary>
    public TimeSpan Next(TimeSpan? asked)
    {
        double step = Math.Min(First * Math.Pow(2, Math.Min(_failures++, 16)), Longest);
        var own = TimeSpan.FromSeconds(step * (0.5 + Random.Shared.NextDouble() / 2));
        if (asked is not { } wished || wished <= TimeSpan.Zero)
            return own;
        // With jitter, so that not all return at the moment that the receiver names.
        var wait = wished > LongestAsked ? LongestAsked : wished;
        return wait + TimeSpan.FromSeconds(First * Random.Shared.NextDouble());
    }

    /// <summary>Forgets the failures.</summary>
    public void Reset() => _failures = 0;
}
