// Calls: one page of a listing.
namespace Sluice.Pull.Calls;

/// <summary>One page of a bucket's listing; the token asks for the next.</summary>
internal sealed record ListedPage(IReadOnlyList<ListedObject> Objects, string? NextToken);
