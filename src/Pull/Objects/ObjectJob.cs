// Object: one object to read, for one message.
namespace Sluice.Pull;

/// <summary>An object that waits for a reader.</summary>
internal sealed record ObjectJob(Receipt Receipt, ObjectRef Item);
