// Sources: where objects to read come from.
namespace Sluice.Pull.Sources;

/// <summary>Gives jobs to the readers until it has no more or is stopped.</summary>
internal interface IFeeder
{
    /// <summary>Why it ended before all was done; null when it did not.</summary>
    string? Failure { get; }

    Task RunAsync(CancellationToken stop);
}
