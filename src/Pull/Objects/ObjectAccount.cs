// Objects: the account of an object that was read.
using Sluice.Core.Records;

namespace Sluice.Pull.Objects;

/// <summary>What came in and what became of it.</summary>
/// <param name="Counts">The parser's counts of this reading.</param>
/// <param name="Before">The counts of earlier readings, which are in the counters already.</param>
/// <param name="Events">Events that were given out.</param>
/// <param name="Repeated">Events that were left out because an earlier reading had given them out.</param>
/// <param name="Inflated">Bytes of text.</param>
/// <param name="FirstMalformed">The first malformed line, and why it is.</param>
internal readonly record struct ObjectAccount(ParseCounts Counts, ParseCounts Before, long Events, long Repeated, long Inflated, string? FirstMalformed);
