// Messages: what is remembered of one object of a message.
using Sluice.Core.Records;

namespace Sluice.Pull.Messages;

/// <summary>How far the consumer has an object.</summary>
/// <param name="Done">All of it.</param>
/// <param name="Content">The version or ETag that was read; null where the server names neither.</param>
/// <param name="Delivered">Events the consumer has.</param>
/// <param name="Handed">Events that were put into batches; those beyond the delivered ones may be out, too.</param>
/// <param name="Counted">What was counted of it.</param>
internal sealed record ObjectMemory(bool Done, string? Content, long Delivered, long Handed, ParseCounts Counted);
