// Aws: what calls return, without the SDK's types.
namespace Sluice.Pull;

/// <summary>A message as received; some servers leave the last two out.</summary>
internal sealed record ReceivedMessage(string Id, string Handle, string Body, int? Receives, DateTimeOffset? SentAt);

/// <summary>One entry of a batch that the server did not carry out.</summary>
/// <param name="Index">Which entry.</param>
/// <param name="Lost">The receipt is no longer valid.</param>
/// <param name="Reason">The server's words.</param>
internal sealed record BatchFailure(int Index, bool Lost, string Reason);

/// <summary>An object's body from some offset on.</summary>
/// <param name="Body">The bytes; disposing it ends the request.</param>
/// <param name="From">The offset in the object of the first byte.</param>
/// <param name="Total">Bytes of the whole object; null where the answer does not say.</param>
/// <param name="ETag">As the server wrote it; it is compared and never read.</param>
internal sealed record OpenedObject(Stream Body, long From, long? Total, string? ETag)
{
    public string? VersionId { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The answer has S3's own headers: nothing on the way made it up.</summary>
    public bool IsOfS3 { get; init; }
}

/// <summary>One entry of a bucket's listing.</summary>
internal sealed record ListedObject(string Key, long Size, string? ETag, DateTimeOffset LastModified);

/// <summary>One page of a bucket's listing; the token asks for the next.</summary>
internal sealed record ListedPage(IReadOnlyList<ListedObject> Objects, string? NextToken);

/// <summary>The depth of a queue and what its redrive policy is.</summary>
internal sealed record QueueState(long Waiting, long InFlight, int? MaxReceiveCount, string? Arn);
