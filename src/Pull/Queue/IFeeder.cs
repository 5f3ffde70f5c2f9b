// Queue: where objects to read come from.
namespace Sluice.Pull;

/// <summary>Gives jobs to the readers until it has no more or is stopped.</summary>
internal interface IFeeder
{
    Task RunAsync(CancellationToken stop);
}
