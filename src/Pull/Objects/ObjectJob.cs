// Objects: one object to read, for one message.
using Sluice.Pull.Calls;
using Sluice.Pull.Messages;

namespace Sluice.Pull.Objects;

/// <summary>An object that waits for a reader; <paramref name="Before"/> is what is remembered from an earlier receive.</summary>
internal sealed record ObjectJob(Receipt Receipt, ObjectRef Item, ObjectMemory? Before = null);
