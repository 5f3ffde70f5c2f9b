// Inflate: what the first bytes of an object say.
namespace Sluice.Core.Inflate;

/// <summary>The answer of <see cref="ObjectFormats.Judge"/>.</summary>
/// <param name="Undecided">More first bytes are needed.</param>
/// <param name="Format">The format, where it is supported.</param>
/// <param name="Unreadable">Otherwise what it is and what to do, as text after the object's name.</param>
internal readonly record struct FormatGuess(bool Undecided, ObjectFormat Format, string? Unreadable = null);
