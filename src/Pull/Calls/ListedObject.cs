// Calls: one entry of a listing.
namespace Sluice.Pull.Calls;

/// <summary>One entry of a bucket's listing.</summary>
internal sealed record ListedObject(string Key, long Size, string? ETag, DateTimeOffset LastModified);
