// Calls: what a batch call could not do.
namespace Sluice.Pull.Calls;

/// <summary>One entry of a batch that the server did not carry out.</summary>
/// <param name="Index">Which entry.</param>
/// <param name="Lost">The receipt is no longer valid.</param>
/// <param name="Reason">The server's words.</param>
internal sealed record BatchFailure(int Index, bool Lost, string Reason);
