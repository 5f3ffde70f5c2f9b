// Aws: every call that is made, with its failure classified. With AwsClients.cs the only file that names
// the SDK. Version 4 of it leaves absent collections null.
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Sluice.Pull;

/// <summary>SQS, S3 and STS in the product's words; safe for any number of threads.</summary>
internal sealed partial class AwsCalls : IDisposable
{
    private readonly PullSettings _settings;
    private readonly QueueName? _queue;
    private readonly AwsClients _clients;
    private string? _queueUrl;

    static AwsCalls() => OpaqueETags.Register();

    public AwsCalls(PullSettings settings)
    {
        _settings = settings;
        _queue = settings.Queue is null ? null : QueueName.Parse(settings.Queue);
        _clients = new AwsClients(settings, _queue);
        _queueUrl = _queue?.Url;
    }

    public string Region => _clients.Region;

    /// <summary>The region the queue is asked in.</summary>
    public string QueueRegion => _clients.QueueRegion ?? _clients.Region;

    /// <summary>Whether S3 is AWS's own, so that a region in a notice can be believed.</summary>
    public bool S3IsAws => _clients.S3Endpoint is null;

    public void Dispose() => _clients.Dispose();

    public Task<string> QueueUrlAsync(CancellationToken stop) => Call(async () =>
        _queueUrl ??= (await _clients.Sqs.GetQueueUrlAsync(new GetQueueUrlRequest
        {
            QueueName = _queue!.Name,
            QueueOwnerAWSAccountId = _settings.QueueOwner ?? _queue.Account,
        }, stop).ConfigureAwait(false)).QueueUrl, stop);

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, int waitSeconds, int visibilitySeconds, CancellationToken stop)
    {
        string url = await QueueUrlAsync(stop).ConfigureAwait(false);
        return await Call<IReadOnlyList<ReceivedMessage>>(async () =>
        {
            var answer = await _clients.Sqs.ReceiveMessageAsync(new ReceiveMessageRequest
            {
                QueueUrl = url,
                MaxNumberOfMessages = most,
                WaitTimeSeconds = waitSeconds,
                VisibilityTimeout = visibilitySeconds,
                MessageSystemAttributeNames = ["ApproximateReceiveCount", "SentTimestamp"],
            }, stop).ConfigureAwait(false);
            return answer.Messages is { } messages ? [.. messages.Select(ToMessage)] : [];
        }, stop).ConfigureAwait(false);
    }

    /// <summary>Deletes up to ten messages; returns the entries that failed.</summary>
    public async Task<IReadOnlyList<BatchFailure>> DeleteAsync(IReadOnlyList<string> handles, CancellationToken stop)
    {
        string url = await QueueUrlAsync(stop).ConfigureAwait(false);
        return await Call<IReadOnlyList<BatchFailure>>(async () =>
        {
            var answer = await _clients.Sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest
            {
                QueueUrl = url,
                Entries = [.. handles.Select((handle, i) => new DeleteMessageBatchRequestEntry(Id(i), handle))],
            }, stop).ConfigureAwait(false);
            return Failures(handles.Count, answer.Successful?.Select(entry => entry.Id), answer.Failed);
        }, stop).ConfigureAwait(false);
    }

    /// <summary>Hides up to ten messages for some seconds from now; returns the entries that failed.</summary>
    public async Task<IReadOnlyList<BatchFailure>> HideAsync(IReadOnlyList<(string Handle, int Seconds)> entries, CancellationToken stop)
    {
        string url = await QueueUrlAsync(stop).ConfigureAwait(false);
        return await Call<IReadOnlyList<BatchFailure>>(async () =>
        {
            var answer = await _clients.Sqs.ChangeMessageVisibilityBatchAsync(new ChangeMessageVisibilityBatchRequest
            {
                QueueUrl = url,
                Entries = [.. entries.Select((entry, i) => new ChangeMessageVisibilityBatchRequestEntry(Id(i), entry.Handle) { VisibilityTimeout = entry.Seconds })],
            }, stop).ConfigureAwait(false);
            return Failures(entries.Count, answer.Successful?.Select(entry => entry.Id), answer.Failed);
        }, stop).ConfigureAwait(false);
    }

    public async Task<QueueState> QueueStateAsync(CancellationToken stop)
    {
        string url = await QueueUrlAsync(stop).ConfigureAwait(false);
        return await Call(async () =>
        {
            var answer = await _clients.Sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest
            {
                QueueUrl = url,
                AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "RedrivePolicy", "QueueArn"],
            }, stop).ConfigureAwait(false);
            var found = answer.Attributes ?? [];
            return new QueueState(Number(found, "ApproximateNumberOfMessages") ?? 0, Number(found, "ApproximateNumberOfMessagesNotVisible") ?? 0,
                RedrivePolicy.MaxReceiveCount(found.GetValueOrDefault("RedrivePolicy")), found.GetValueOrDefault("QueueArn"));
        }, stop).ConfigureAwait(false);
    }

    /// <summary>Opens an object from an offset on; with <paramref name="etag"/> only if it is still the same.</summary>
    public Task<OpenedObject> OpenAsync(ObjectRef item, string key, string region, long from, string? etag, CancellationToken stop) => Call(async () =>
    {
        var request = new GetObjectRequest
        {
            BucketName = item.Bucket,
            Key = Carried(item.Bucket, key),
            VersionId = item.VersionId,
            ExpectedBucketOwner = _settings.ExpectedOwner,
            EtagToMatch = etag,
        };
        if (from > 0)
            request.ByteRange = new ByteRange(string.Create(CultureInfo.InvariantCulture, $"bytes={from}-"));
        var answer = await _clients.S3(region).GetObjectAsync(request, stop).ConfigureAwait(false);
        // A server that knows no ranges answers 200 with everything, and one may answer another range than was asked for.
        var range = answer.HttpStatusCode == HttpStatusCode.PartialContent ? ContentRangeHeaderValue.TryParse(answer.ContentRange, out var told) ? told : new(from) : null;
        long start = range is null ? 0 : range.From ?? from;
        // No length is not a length of nothing: the SDK's own property says 0 of both.
        long? total = range?.Length ?? (answer.Headers.ContentLength is >= 0 and long length ? start + length : null);
        return new OpenedObject(answer.ResponseStream, start, total, OpaqueETags.Of(answer))
        {
            VersionId = answer.VersionId is null or "null" ? null : answer.VersionId,
            ContentType = answer.Headers.ContentType,
            IsOfS3 = !string.IsNullOrEmpty(answer.ResponseMetadata?.RequestId) || (answer.ResponseMetadata?.Metadata.TryGetValue("x-amz-id-2", out string? id) == true && id is { Length: > 0 }),
        };
    }, stop);

    /// <summary>The region of a bucket; null where the server does not say.</summary>
    public Task<string?> BucketRegionAsync(string bucket, CancellationToken stop) => Call(async () =>
    {
        var answer = await _clients.S3(Region).HeadBucketAsync(new HeadBucketRequest { BucketName = bucket, ExpectedBucketOwner = _settings.ExpectedOwner }, stop).ConfigureAwait(false);
        return string.IsNullOrEmpty(answer.BucketRegion) ? null : answer.BucketRegion;
    }, stop);

    public Task<ListedPage> ListAsync(string bucket, string prefix, string region, string? token, int most, CancellationToken stop) => Call(async () =>
    {
        var answer = await _clients.S3(region).ListObjectsV2Async(new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = prefix,
            ContinuationToken = token,
            MaxKeys = most,
            ExpectedBucketOwner = _settings.ExpectedOwner,
        }, stop).ConfigureAwait(false);
        var objects = (answer.S3Objects ?? []).Select(o => new ListedObject(o.Key, o.Size ?? 0, o.ETag?.Trim('"'),
            new DateTimeOffset((o.LastModified ?? DateTime.UnixEpoch).ToUniversalTime())));
        return new ListedPage([.. objects], answer.IsTruncated == true ? answer.NextContinuationToken : null);
    }, stop);

    /// <summary>Who the credentials belong to (an ARN).</summary>
    public Task<string> CallerAsync(CancellationToken stop) => Call(async () =>
    {
        using var sts = _clients.Sts();
        return (await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), stop).ConfigureAwait(false)).Arn;
    }, stop);

    /// <summary>The one place where a failure of the SDK becomes one of ours.</summary>
    private static async Task<T> Call<T>(Func<Task<T>> call, CancellationToken stop)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (CallException or SettingsException) && !stop.IsCancellationRequested)
        {
            throw Classify(e);
        }
    }

    private static CallException Classify(Exception e)
    {
        string? region = RegionNamedBy(e);
        return e switch
        {
            // Of no service: a container's agent or the instance did not give keys.
            AmazonServiceException { StatusCode: 0 } s when s.Message.Contains("redential", StringComparison.Ordinal) => new(CallFault.NoCredentials, Scrub($"No AWS credentials were given out: {s.Message}"), e),
            ProcessAWSCredentialException => new(CallFault.NoCredentials, Scrub($"credential_process of the profile failed: {e.Message}"), e),
            AmazonServiceException s => new(Classify(s, region), Scrub($"{s.ErrorCode ?? ((int)s.StatusCode).ToString(CultureInfo.InvariantCulture)}: {s.Message}"), e) { Region = region },
            HttpRequestException when e.GetBaseException() is AuthenticationException untrusted => new(CallFault.Transient, Scrub($"The server's certificate is not trusted: "
                + $"name the PEM file of its authority in ca_bundle or AWS_CA_BUNDLE ({untrusted.Message})"), e),
            HttpRequestException or SocketException or IOException or TimeoutException or OperationCanceledException =>
                new(CallFault.Transient, Scrub(e.GetBaseException().Message), e),
            AmazonClientException when e.Message.Contains("redential", StringComparison.Ordinal) => new(CallFault.Credentials, Scrub(e.Message), e),
            _ => new(CallFault.Transient, Scrub($"{e.GetType().Name}: {e.Message}"), e),
        };
    }

    private static CallFault Classify(AmazonServiceException e, string? region)
    {
        int status = (int)e.StatusCode;
        switch (e.ErrorCode)
        {
            case "NoSuchKey" or "NoSuchVersion":
                return CallFault.Missing;
            case "NoSuchBucket":
                return CallFault.NoBucket;
            case "AWS.SimpleQueueService.NonExistentQueue" or "QueueDoesNotExist":
                return CallFault.NoQueue;
            case "InvalidObjectState":
                return CallFault.Archived;
            case "PreconditionFailed" or "InvalidRange":
                return CallFault.Changed;
            case "PermanentRedirect" or "TemporaryRedirect" or "Redirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException":
                return CallFault.WrongRegion;
            case "ExpiredToken" or "ExpiredTokenException" or "InvalidToken" or "InvalidAccessKeyId" or "SignatureDoesNotMatch"
                or "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidSignatureException" or "MissingAuthenticationToken"
                or "RequestTimeTooSkewed" or "IncompleteSignature" or "TokenRefreshRequired" or "InvalidSecurity":
                return CallFault.Credentials;
            case "SlowDown" or "ThrottlingException" or "Throttling" or "RequestThrottled" or "RequestTimeout" or "RequestLimitExceeded"
                or "KMS.ThrottlingException" or "OverLimit":
                return CallFault.Transient;
        }

        bool aboutKms = e.ErrorCode?.StartsWith("KMS", StringComparison.OrdinalIgnoreCase) == true
            || (status is 400 or 403 && e.Message.Contains("kms", StringComparison.OrdinalIgnoreCase));
        return status switch
        {
            _ when aboutKms => CallFault.KmsDenied,
            301 or 307 => CallFault.WrongRegion,
            400 when region is not null => CallFault.WrongRegion,
            403 or 401 => CallFault.Denied,
            _ when e.ErrorCode is "AccessDenied" or "AccessDeniedException" or "AuthorizationError" => CallFault.Denied,
            404 => e is AmazonS3Exception ? CallFault.Missing : CallFault.NoQueue,
            412 or 416 => CallFault.Changed,
            >= 500 or 429 or 408 or 0 => CallFault.Transient,
            _ => CallFault.Rejected,
        };
    }

    /// <summary>S3 names the right region in a header of the refusal. (Where only the XML does, the SDK keeps it to itself; HEAD has the header.)</summary>
    private static string? RegionNamedBy(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is Amazon.Runtime.Internal.HttpErrorResponseException { Response: { } response }
                && response.IsHeaderPresent("x-amz-bucket-region"))
                return response.GetHeaderValue("x-amz-bucket-region");
        }
        return null;
    }

    /// <summary>
    /// One line, cut: SQS repeats the whole canonical request, session token included, after the first line. And
    /// the runtime names a proxy together with its user and password.
    /// </summary>
    internal static string Scrub(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        string line = UserInfo().Replace(end < 0 ? text : text[..end], "://");
        return line.Length <= 300 ? line : line[..300] + "…";
    }

    [GeneratedRegex("://[^/@ ]*@")]
    private static partial Regex UserInfo();

    /// <summary>With the bucket in the path the SDK drops a key's leading slash.</summary>
    private string Carried(string bucket, string key) =>
        key.StartsWith('/') && ((_settings.PathStyle ?? !S3IsAws) || bucket.Contains('.', StringComparison.Ordinal)) ? "/" + key : key;
}
