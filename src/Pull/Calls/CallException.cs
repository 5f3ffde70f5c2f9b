// Calls: the one error that leaves a call.
namespace Sluice.Pull.Calls;

/// <summary>A call that failed, classified; the message is the server's, cut and without secrets.</summary>
internal sealed class CallException(CallFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public CallFault Fault { get; } = fault;

    /// <summary>For <see cref="CallFault.WrongRegion"/>, the right region, where the server names it.</summary>
    public string? Region { get; init; }
}
