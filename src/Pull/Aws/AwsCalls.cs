// Aws: every call that is made, within a deadline and with its failure classified. Version 4 of the SDK leaves absent
// collections null.
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Amazon.S3.Model;
using Amazon.SecurityToken.Model;
using Amazon.SQS.Model;
using Sluice.Core.Text;
using Sluice.Pull.Calls;
using Sluice.Pull.Log;
using Sluice.Pull.Names;
using Sluice.Pull.Settings;
using static Sluice.Pull.Aws.SqsAnswers;

namespace Sluice.Pull.Aws;

/// <summary>SQS, S3 and STS in the product's words; safe for any number of threads.</summary>
internal sealed class AwsCalls : IEngineCalls
{
    private readonly PullSettings _settings;
    private readonly QueueName? _queue;
    private readonly AwsClients _clients;
    private string? _queueUrl;

    /// <param name="settings">Which services to call, and with which credentials.</param>
    /// <param name="log">Gets what a person should know about credentials and addresses.</param>
    /// <exception cref="SettingsException">Settings or variables cannot work.</exception>
    public AwsCalls(PullSettings settings, IPullLog? log = null)
    {
        _settings = settings;
        _queue = settings.Queue is null ? null : QueueName.Parse(settings.Queue);
        _clients = new AwsClients(settings, _queue, log);
        _queueUrl = _queue?.Url;
    }

    public string Region => _clients.Region;

    /// <summary>The region that requests for the queue go to.</summary>
    public string QueueRegion => _clients.QueueRegion ?? _clients.Region;

    /// <summary>Whether S3 is AWS's own, so that a region in a notice can be believed.</summary>
    public bool S3IsAws => _clients.S3IsAws;

    /// <summary>The host that requests for the queue go to.</summary>
    public string QueueHost => _clients.SqsHost;

    /// <summary>The partition of all requests.</summary>
    public string Partition => _queue?.Partition ?? AwsPartition.OfRegion(_clients.QueueRegion ?? _clients.Region).Name;

    public void Dispose() => _clients.Dispose();

    public Task<string> QueueUrlAsync(CancellationToken stop) => _queueUrl is { } known ? Task.FromResult(known) : Queue("GetQueueUrl", CallLimit.Short(_settings), async limit =>
        _queueUrl = (await _clients.Sqs.GetQueueUrlAsync(new GetQueueUrlRequest
        {
            QueueName = _queue!.Name,
            QueueOwnerAWSAccountId = _settings.QueueOwner ?? _queue.Account,
        }, limit).ConfigureAwait(false)).QueueUrl, stop);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, int waitSeconds, int visibilitySeconds, CancellationToken stop) => Receive(new ReceiveMessageRequest
    {
        MaxNumberOfMessages = most,
        WaitTimeSeconds = waitSeconds,
        VisibilityTimeout = visibilitySeconds,
        MessageSystemAttributeNames = ["ApproximateReceiveCount", "SentTimestamp"],
    }, ToMessage, stop);

    /// <summary>Deletes up to ten messages; returns the entries that failed.</summary>
    public async Task<IReadOnlyList<BatchFailure>> DeleteAsync(IReadOnlyList<string> handles, CancellationToken stop)
    {
        string url = await QueueUrlAsync(stop).ConfigureAwait(false);
        return await Queue("DeleteMessageBatch", CallLimit.Short(_settings), async limit =>
        {
            var answer = await _clients.Sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest
            {
                QueueUrl = url,
                Entries = [.. handles.Select((handle, i) => new DeleteMessageBatchRequestEntry(Id(i), handle))],
            }, limit).ConfigureAwait(false);
            return Failures(handles.Count, answer.Successful?.Select(entry => entry.Id), answer.Failed);
        }, stop).ConfigureAwait(false);
    }

    /// <summary>Hides up to ten messages for some seconds from now; returns the entries that failed.</summary>
    public async Task<IReadOnlyList<BatchFailure>> HideAsync(IReadOnlyList<(string Handle, int Seconds)> entries, CancellationToken stop)
    {
        string url = await QueueUrlAsync(stop).ConfigureAwait(false);
        return await Queue("ChangeMessageVisibilityBatch", CallLimit.Extend(_settings), async limit =>
        {
            var answer = await _clients.Sqs.ChangeMessageVisibilityBatchAsync(new ChangeMessageVisibilityBatchRequest
            {
                QueueUrl = url,
                Entries = [.. entries.Select((entry, i) => new ChangeMessageVisibilityBatchRequestEntry(Id(i), entry.Handle) { VisibilityTimeout = entry.Seconds })],
            }, limit).ConfigureAwait(false);
            return Failures(entries.Count, answer.Successful?.Select(entry => entry.Id), answer.Failed);
        }, stop).ConfigureAwait(false);
    }

    public async Task<QueueState> QueueStateAsync(CancellationToken stop)
    {
        string url = await QueueUrlAsync(stop).ConfigureAwait(false);
        return await Queue("GetQueueAttributes", CallLimit.Short(_settings), async limit =>
        {
            var answer = await _clients.Sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest
            {
                QueueUrl = url,
                AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "RedrivePolicy", "QueueArn"],
            }, limit).ConfigureAwait(false);
            var found = answer.Attributes ?? [];
            return new QueueState(Number(found, "ApproximateNumberOfMessages") ?? 0, Number(found, "ApproximateNumberOfMessagesNotVisible") ?? 0,
                RedrivePolicy.MaxReceiveCount(found.GetValueOrDefault("RedrivePolicy")), found.GetValueOrDefault("QueueArn"));
        }, stop).ConfigureAwait(false);
    }

    /// <summary>Opens an object from an offset; with <paramref name="etag"/>, only if its ETag is still that one.</summary>
    public Task<OpenedObject> OpenAsync(ObjectRef item, string key, string region, long from, string? etag, CancellationToken stop) => Bucket("GetObject", CallLimit.Object(_settings), item.Bucket, region, async (s3, limit) =>
    {
        var request = new GetObjectRequest
        {
            BucketName = item.Bucket,
            Key = Carried(item.Bucket, key),
            VersionId = item.VersionId,
            ExpectedBucketOwner = _settings.ExpectedOwner,
            RequestPayer = Payer,
            EtagToMatch = etag,
        };
        if (from > 0)
            request.ByteRange = new ByteRange(string.Create(CultureInfo.InvariantCulture, $"bytes={from}-"));
        var answer = await s3.Client.GetObjectAsync(request, limit).ConfigureAwait(false);
        // A server without range support answers 200 with everything, and some answer with another range than was asked for.
        var range = answer.HttpStatusCode == HttpStatusCode.PartialContent ? ContentRangeHeaderValue.TryParse(answer.ContentRange, out var told) ? told : new(from) : null;
        long start = range is null ? 0 : range.From ?? from;
        // A missing length is not a length of 0, but the SDK's own property is 0 for both.
        long? total = range?.Length ?? (answer.Headers.ContentLength is >= 0 and long length ? start + length : null);
        return new OpenedObject(answer.ResponseStream, start, total, answer.ETag is { Length: > 0 } tag ? tag : null)
        {
            VersionId = answer.VersionId is null or "null" ? null : answer.VersionId,
            ContentType = answer.Headers.ContentType,
            IsOfS3 = !string.IsNullOrEmpty(answer.ResponseMetadata?.RequestId) || (answer.ResponseMetadata?.Metadata.TryGetValue("x-amz-id-2", out string? id) == true && id is { Length: > 0 }),
        };
    }, stop, late: opened => opened.Body.Dispose());

    /// <summary>The region of a bucket; null where the server does not say.</summary>
    public Task<string?> BucketRegionAsync(string bucket, CancellationToken stop) => Bucket("HeadBucket", CallLimit.Listing(_settings), bucket, Region, async (s3, limit) =>
    {
        var answer = await s3.Client.HeadBucketAsync(new HeadBucketRequest { BucketName = bucket, ExpectedBucketOwner = _settings.ExpectedOwner }, limit).ConfigureAwait(false);
        return string.IsNullOrEmpty(answer.BucketRegion) ? null : answer.BucketRegion;
    }, stop);

    public Task<ListedPage> ListAsync(string bucket, string prefix, string region, string? token, int most, CancellationToken stop) => Bucket("ListObjectsV2", CallLimit.Listing(_settings), bucket, region, async (s3, limit) =>
    {
        var answer = await s3.Client.ListObjectsV2Async(new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = prefix,
            ContinuationToken = token,
            MaxKeys = most,
            ExpectedBucketOwner = _settings.ExpectedOwner,
            RequestPayer = Payer,
        }, limit).ConfigureAwait(false);
        var objects = (answer.S3Objects ?? []).Select(o => new ListedObject(o.Key, o.Size ?? 0, o.ETag?.Trim('"'),
            new DateTimeOffset((o.LastModified ?? DateTime.UnixEpoch).ToUniversalTime())));
        return new ListedPage([.. objects], answer.IsTruncated == true ? answer.NextContinuationToken : null);
    }, stop);

    /// <summary>Who the credentials belong to (an ARN).</summary>
    public async Task<string> CallerAsync(CancellationToken stop)
    {
        using var sts = _clients.Sts();
        return await Call("GetCallerIdentity", CallLimit.Short(_settings), _clients.Keys, () => AwsClients.HostOf(sts), async limit =>
            (await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), limit).ConfigureAwait(false)).Arn, stop).ConfigureAwait(false);
    }

    /// <summary>
    /// One call within its deadline. Keys are fetched first, so that their source reports its own failure. A call that was
    /// refused for its keys is repeated if there are other keys by now: they were replaced meanwhile.
    /// </summary>
    private static async Task<T> Call<T>(string operation, CallLimit limit, CachedKeys keys, Func<string> host, Func<CancellationToken, Task<T>> call,
        CancellationToken stop, Action<T>? late = null)
    {
        var used = await keys.KeysAsync().WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return await limit.Run(operation, host, call, stop, late).ConfigureAwait(false);
        }
        catch (CallException e) when (e.Fault == CallFault.Credentials)
        {
            keys.Refuse(used);
            if ((await keys.KeysAsync().WaitAsync(stop).ConfigureAwait(false)).IsSameAs(used))
                throw;
        }
        return await limit.Run(operation, host, call, stop, late).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<T>> Receive<T>(ReceiveMessageRequest request, Func<Message, T> read, CancellationToken stop)
    {
        request.QueueUrl = await QueueUrlAsync(stop).ConfigureAwait(false);
        return await Queue<IReadOnlyList<T>>("ReceiveMessage", CallLimit.Receive(_settings, request.WaitTimeSeconds ?? 0), async limit =>
            (await _clients.Sqs.ReceiveMessageAsync(request, limit).ConfigureAwait(false)).Messages is { } messages ? [.. messages.Select(read)] : [], stop).ConfigureAwait(false);
    }

    private Task<T> Queue<T>(string operation, CallLimit limit, Func<CancellationToken, Task<T>> call, CancellationToken stop) =>
        Call(operation, limit, _clients.Keys, () => _clients.SqsHost, call, stop);

    private Task<T> Bucket<T>(string operation, CallLimit limit, string bucket, string region, Func<S3Client, CancellationToken, Task<T>> call,
        CancellationToken stop, Action<T>? late = null)
    {
        if (!AwsNames.IsBucket(bucket) && (S3IsAws || !AwsNames.IsStoreBucket(bucket)))
            throw new CallException(CallFault.Rejected, $"'{Printable.Escape(bucket)}' is not a valid bucket name");
        // S3-compatible stores name their regions as they like.
        if (S3IsAws && !AwsNames.IsRegion(region))
            throw new CallException(CallFault.Rejected, $"'{Printable.Escape(region)}' is not a valid AWS region");
        var client = _clients.S3(bucket, region);
        return Call(operation, limit, client.Keys, () => AwsClients.HostOf(client.Client), token => call(client, token), stop, late);
    }

    private Amazon.S3.RequestPayer? Payer => _settings.RequestPayer ? Amazon.S3.RequestPayer.Requester : null;

    /// <summary>With the bucket in the path the SDK drops a key's leading slash.</summary>
    private string Carried(string bucket, string key) =>
        key.StartsWith('/') && ((_settings.PathStyle ?? !S3IsAws) || bucket.Contains('.', StringComparison.Ordinal)) ? "/" + key : key;

    /// <summary>Receives messages with everything that is needed to copy them.</summary>
    public Task<IReadOnlyList<DeadLetter>> ReceiveWholeAsync(int most, int waitSeconds, int visibilitySeconds, CancellationToken stop) => Receive(new ReceiveMessageRequest
    {
        MaxNumberOfMessages = most,
        WaitTimeSeconds = waitSeconds,
        VisibilityTimeout = visibilitySeconds,
        // Not by name: servers other than AWS's may refuse names that they do not know.
        MessageSystemAttributeNames = ["All"],
        MessageAttributeNames = ["All"],
    }, message => new DeadLetter(message, ToMessage(message)), stop);

    /// <summary>The URLs of the queues that have this one as their dead-letter queue.</summary>
    public async Task<IReadOnlyList<string>> SourceQueuesAsync(CancellationToken stop)
    {
        string url = await QueueUrlAsync(stop).ConfigureAwait(false);
        var found = new List<string>();
        string? token = null;
        do
        {
            var page = await Queue("ListDeadLetterSourceQueues", CallLimit.Short(_settings), limit => _clients.Sqs.ListDeadLetterSourceQueuesAsync(
                new ListDeadLetterSourceQueuesRequest { QueueUrl = url, NextToken = token, MaxResults = 1000 }, limit), stop).ConfigureAwait(false);
            found.AddRange(page.QueueUrls ?? []);
            token = page.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return found;
    }

    /// <summary>The URL of another queue of the same region.</summary>
    public Task<string> UrlOfAsync(string name, string? account, CancellationToken stop) => Queue("GetQueueUrl", CallLimit.Short(_settings), async limit =>
        (await _clients.Sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = name, QueueOwnerAWSAccountId = account }, limit).ConfigureAwait(false)).QueueUrl, stop);

    /// <summary>Sends copies of up to ten messages to another queue; returns the entries that failed.</summary>
    public Task<IReadOnlyList<BatchFailure>> SendAsync(string url, IReadOnlyList<DeadLetter> letters, CancellationToken stop) =>
        Queue<IReadOnlyList<BatchFailure>>("SendMessageBatch", CallLimit.Short(_settings), async limit =>
        {
            var answer = await _clients.Sqs.SendMessageBatchAsync(new SendMessageBatchRequest
            {
                QueueUrl = url,
                Entries = [.. letters.Select((letter, i) => letter.ToEntry(Id(i), url))],
            }, limit).ConfigureAwait(false);
            return Failures(letters.Count, answer.Successful?.Select(entry => entry.Id), answer.Failed);
        }, stop);
}
