// Calls: the calls that an engine makes.
namespace Sluice.Pull.Calls;

/// <summary>SQS and S3 as the engine sees them. Every call answers or fails as a <see cref="CallException"/>, or as cancelled.</summary>
internal interface IEngineCalls : IDisposable
{
    /// <summary>The region that is used where nothing names another.</summary>
    string Region { get; }

    /// <summary>The region that requests for the queue go to.</summary>
    string QueueRegion { get; }

    /// <summary>The partition of all requests.</summary>
    string Partition { get; }

    /// <summary>Whether S3 is AWS's own, so that a region in a notice can be believed.</summary>
    bool S3IsAws { get; }

    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, int waitSeconds, int visibilitySeconds, CancellationToken stop);

    /// <summary>Deletes up to ten messages; returns the entries that failed.</summary>
    Task<IReadOnlyList<BatchFailure>> DeleteAsync(IReadOnlyList<string> handles, CancellationToken stop);

    /// <summary>Hides up to ten messages for some seconds from now; returns the entries that failed.</summary>
    Task<IReadOnlyList<BatchFailure>> HideAsync(IReadOnlyList<(string Handle, int Seconds)> entries, CancellationToken stop);

    Task<QueueState> QueueStateAsync(CancellationToken stop);

    /// <summary>Opens an object from an offset; with <paramref name="etag"/>, only if its ETag is still that one.</summary>
    Task<OpenedObject> OpenAsync(ObjectRef item, string key, string region, long from, string? etag, CancellationToken stop);

    /// <summary>The region of a bucket; null where the server does not say.</summary>
    Task<string?> BucketRegionAsync(string bucket, CancellationToken stop);

    Task<ListedPage> ListAsync(string bucket, string prefix, string region, string? token, int most, CancellationToken stop);
}
