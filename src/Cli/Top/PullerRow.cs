// Top: what happened at one puller between two scrapes.
namespace Sluice.Cli.Top;

/// <summary>A row of the table.</summary>
/// <param name="Now">The later scrape.</param>
/// <param name="Messages">Messages a second that were done and deleted; null before there are two scrapes.</param>
/// <param name="Objects">Objects a second that were read to their end.</param>
/// <param name="Records">Records a second.</param>
/// <param name="Bytes">Bytes a second of objects as stored.</param>
/// <param name="NewErrors">Errors since the earlier scrape.</param>
internal sealed record PullerRow(PullerSample Now, double? Messages, double? Objects, double? Records, double? Bytes, double NewErrors)
{
    /// <summary>Compares two scrapes of a puller, <paramref name="seconds"/> apart.</summary>
    public static PullerRow Of(PullerSample? before, PullerSample now, double seconds)
    {
        if (before is null || seconds <= 0)
            return new(now, null, null, null, null, 0);
        // A restarted process counts from zero; what its predecessor did after the earlier scrape is unknown.
        bool again = now.IsBefore(before);
        return new(now,
            Rate(again ? 0 : before.Messages, now.Messages), Rate(again ? 0 : before.Objects, now.Objects),
            Rate(again ? 0 : before.Records, now.Records), Rate(again ? 0 : before.Bytes, now.Bytes),
            now.Errors - (again ? 0 : before.Errors));

        double Rate(double from, double to) => (to - from) / seconds;
    }
}
