// Http: what is chosen for a sink besides its receiver.
namespace Sluice.Deliver.Http;

/// <summary>Options of a sink.</summary>
/// <param name="InFlight">Batches under way at once.</param>
/// <param name="Gzip">Whether bodies are compressed.</param>
/// <param name="Silence">How long nothing may move before a request is given up.</param>
/// <param name="Patience">How long nothing may be confirmed before the run ends; null: for ever.</param>
internal sealed record HttpSinkOptions(int InFlight, bool Gzip, TimeSpan Silence, TimeSpan? Patience);
