// Messages: what is remembered about one object of a message.
using Sluice.Core.Records;

namespace Sluice.Pull.Messages;

/// <summary>How much of an object the consumer has.</summary>
/// <param name="Done">The consumer has all of it.</param>
/// <param name="Content">The version or ETag that was read; null where the server names neither.</param>
/// <param name="Delivered">Events the consumer has.</param>
/// <param name="Handed">Events that were put into batches; those not delivered may have gone out too.</param>
/// <param name="Counted">What the parser counted in it.</param>
internal sealed record ObjectMemory(bool Done, string? Content, long Delivered, long Handed, ParseCounts Counted);
