// Policy: the outcome table, as one switch. Everything that decides about a message is here.
using Sluice.Pull.Settings;

namespace Sluice.Pull.Policy;

/// <summary>From an outcome to the fate of its message.</summary>
internal static class Outcomes
{
    /// <summary>Longest time a kept message is hidden from everyone, in seconds.</summary>
    private const int LongestRest = 900;

    /// <summary>Shortest such time under a fault that objects share.</summary>
    private const int LeastPressed = 60;

    /// <summary>The fate of a message that ended with <paramref name="outcome"/> on its n-th receive.</summary>
    public static Fate FateOf(Outcome outcome, int receives, PullSettings settings) => outcome switch
    {
        Outcome.Delivered => Fate.Delete,
        Outcome.NothingToDo => Fate.Delete,
        // Lifecycle rules may delete an object before its message is read: one that stays missing is given up, if it may be.
        Outcome.Missing when settings.OnMissingObject == OnMissingObject.Delete && receives >= settings.MaxReceives => Fate.Delete,
        Outcome.Missing => Fate.Keep,
        Outcome.Foreign => Fate.Keep,
        Outcome.Corrupt => Fate.Keep,
        Outcome.OverLimit => Fate.Keep,
        Outcome.Malformed => Fate.Keep,
        Outcome.Refused => Fate.Keep,
        Outcome.Denied => Fate.Keep,
        Outcome.KmsDenied => Fate.Keep,
        Outcome.NoBucket => Fate.Keep,
        Outcome.Archived => Fate.Keep,
        Outcome.Credentials => Fate.Keep,
        Outcome.Transient => Fate.Keep,
        Outcome.Unrecognised => Fate.Keep,
        Outcome.Undelivered => Fate.Release,
        Outcome.Abandoned => Fate.Release,
        Outcome.Lost => Fate.Forget,
        _ => Fate.Keep,
    };

    /// <summary>
    /// Seconds for which a message rests when it is kept for the n-th time here: the visibility timeout, doubled each
    /// time, so that what fails for good is not fetched in a loop. (Receives would count the crashes of others too.)
    /// </summary>
    /// <param name="kept">How often it was kept here.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="pressed">Many objects share its fault: it rests for a minute at least, whatever the visibility timeout.</param>
    public static int RestOf(int kept, PullSettings settings, bool pressed = false)
    {
        long first = pressed ? Math.Max(settings.VisibilityTimeout, LeastPressed) : settings.VisibilityTimeout;
        long rest = first << Math.Clamp(kept - 1, 0, 16);
        return (int)Math.Min(rest, Math.Max(LongestRest, settings.VisibilityTimeout));
    }

    /// <summary>The outcome as counters and logs name it.</summary>
    public static string Label(Outcome outcome) => outcome switch
    {
        Outcome.Delivered => "delivered",
        Outcome.NothingToDo => "nothing_to_do",
        Outcome.Missing => "missing",
        Outcome.Foreign => "foreign",
        Outcome.Corrupt => "corrupt",
        Outcome.OverLimit => "over_limit",
        Outcome.Malformed => "malformed",
        Outcome.Refused => "refused",
        Outcome.Denied => "denied",
        Outcome.KmsDenied => "kms_denied",
        Outcome.NoBucket => "no_bucket",
        Outcome.Archived => "archived",
        Outcome.Credentials => "credentials",
        Outcome.Transient => "transient",
        Outcome.Unrecognised => "unrecognised",
        Outcome.Undelivered => "undelivered",
        Outcome.Abandoned => "abandoned",
        Outcome.Lost => "lost",
        _ => "unknown",
    };
}
