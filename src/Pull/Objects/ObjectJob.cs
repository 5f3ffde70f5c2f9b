// Object: one object to read, for one message.
namespace Sluice.Pull;

/// <summary>An object that waits for a reader; <paramref name="Before"/> is what an earlier receive of its message left of it.</summary>
internal sealed record ObjectJob(Receipt Receipt, ObjectRef Item, ObjectMemory? Before = null);
