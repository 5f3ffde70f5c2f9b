// Aws: clients, credentials and endpoints, chosen as the AWS CLI chooses them.
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Endpoints;
using Amazon.S3.Internal;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Endpoints;
using Amazon.SecurityToken.Internal;
using Amazon.SQS;
using Amazon.SQS.Endpoints;
using Amazon.SQS.Internal;
using Sluice.Pull.Calls;
using Sluice.Pull.Log;
using Sluice.Pull.Names;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>Makes the SDK's clients from the settings; S3 has one per region and role, up to a limit.</summary>
internal sealed class AwsClients : IDisposable
{
    /// <summary>A limit, because notices name regions and anybody may write a notice.</summary>
    private const int MostS3 = 32;

    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly PullSettings _settings;
    private readonly IPullLog? _log;
    private readonly AwsTransport _transport;
    private readonly AwsEndpoints _endpoints;
    private readonly KeyChain _chain;
    private readonly RoleMap _roles;
    private readonly CachedKeys _source;
    private readonly Dictionary<string, CachedKeys> _roleKeys = new(StringComparer.Ordinal);
    private readonly LeastUsed<(string Region, string? Role), S3Client> _s3 = new(MostS3);
    private readonly AmazonSQSClient? _sqs;
    private long _skewToldAt;

    public AwsClients(PullSettings settings, QueueName? queue, IPullLog? log)
    {
        _settings = settings;
        _log = log;
        AwsVariables.Check();
        var profile = AwsProfile.Chosen(settings, out var files);
        _endpoints = new AwsEndpoints(settings, queue, profile, files);
        _roles = new RoleMap(settings.S3RoleArn);
        _transport = new AwsTransport(settings, profile, WhenDated);
        QueueRegion = RegionOfQueue(settings, queue);
        Region = settings.Region ?? QueueRegion ?? RegionOfEnvironment(profile);
        // S3-compatible stores name their regions as they like.
        if (S3IsAws && !AwsNames.IsRegion(Region))
            throw new SettingsException($"region: '{Region}' is not an AWS region (such as eu-west-3)");
        _chain = new KeyChain(settings, new RoleKeys(StsOf, CallLimit.Short(settings)));
        _source = new CachedKeys(_chain.SourceAsync, KeyChain.Stamp, TimeProvider.System);
        Keys = settings.RoleArn is { } role ? KeysOf(role) : _source;
        foreach (string url in _endpoints.Unencrypted)
            log?.Write(LogLevel.Warn, new("unencrypted", $"{url} is not encrypted: anyone on the network path can read records and session tokens; use https"));
        try
        {
            // Settings that the SDK cannot work with fail here, and not at every call.
            _sqs = queue is null ? null : NewSqs();
            if (_sqs is not null)
                SqsHost = HostOf(_sqs);
            _ = HostOf(S3("sluice-check", Region).Client);
        }
        catch (Exception e) when (e is AmazonClientException or TypeInitializationException or ArgumentException or UriFormatException)
        {
            _transport.Dispose();
            throw new SettingsException(CallErrors.Scrub($"region {QueueRegion ?? Region}: cannot create an AWS client from these settings and environment variables ({e.GetBaseException().Message})"));
        }
    }

    /// <summary>The region of every request that names none itself.</summary>
    public string Region { get; }

    public string? QueueRegion { get; }

    /// <summary>The host that requests for the queue go to.</summary>
    public string SqsHost { get; } = "SQS";

    /// <summary>Whether S3 is AWS's own.</summary>
    public bool S3IsAws => _endpoints.S3 is null;

    /// <summary>The keys for the queue, and for buckets without a role of their own.</summary>
    public CachedKeys Keys { get; }

    public AmazonSQSClient Sqs => _sqs ?? throw new InvalidOperationException("There is no queue");

    public S3Client S3(string bucket, string region)
    {
        string? role = _roles.Of(bucket);
        return _s3.GetOrAdd((region, role), key =>
        {
            var keys = key.Role is { } arn ? KeysOf(arn) : Keys;
            return new S3Client(new PlainS3(keys, Configure(new AmazonS3Config { ForcePathStyle = _settings.PathStyle ?? !S3IsAws, UseArnRegion = true }, _endpoints.S3, key.Region)), keys);
        });
    }

    public AmazonSecurityTokenServiceClient Sts() => new(Keys, Configure(new AmazonSecurityTokenServiceConfig(), _endpoints.Sts, Region));

    /// <summary>The host that a client sends requests to (for S3, without the bucket).</summary>
    public static string HostOf(AmazonServiceClient client)
    {
        var config = client.Config;
        if (config.ServiceURL is { Length: > 0 } url)
            return new Uri(url).Authority;
        var (region, fips, dualstack) = (config.RegionEndpoint.SystemName, config.UseFIPSEndpoint, config.UseDualstackEndpoint);
        var endpoint = client switch
        {
            AmazonSQSClient => new AmazonSQSEndpointProvider().ResolveEndpoint(new SQSEndpointParameters { Region = region, UseFIPS = fips, UseDualStack = dualstack }),
            AmazonS3Client => new AmazonS3EndpointProvider().ResolveEndpoint(new S3EndpointParameters { Region = region, UseFIPS = fips, UseDualStack = dualstack }),
            _ => new AmazonSecurityTokenServiceEndpointProvider().ResolveEndpoint(new SecurityTokenServiceEndpointParameters { Region = region, UseFIPS = fips, UseDualStack = dualstack }),
        };
        return new Uri(endpoint.URL).Authority;
    }

    public void Dispose()
    {
        _sqs?.Dispose();
        foreach (var client in _s3.Values)
            client.Client.Dispose();
        _transport.Dispose();
    }

    private AmazonSQSClient NewSqs() => new(Keys, Configure(new AmazonSQSConfig(), _endpoints.Sqs, QueueRegion ?? Region));

    private AmazonSecurityTokenServiceClient StsOf(AwsKeys? caller) => new(caller?.ToCredentials() ?? new AnonymousAWSCredentials(),
        Configure(new AmazonSecurityTokenServiceConfig(), _endpoints.Sts, Region));

    /// <summary>The keys of a role that the settings name. Each role is assumed with the source keys, so that none depends on another.</summary>
    private CachedKeys KeysOf(string role)
    {
        lock (_roleKeys)
        {
            if (!_roleKeys.TryGetValue(role, out var keys))
                _roleKeys[role] = keys = new CachedKeys(() => AssumeAsync(role), KeyChain.Stamp, TimeProvider.System);
            return keys;
        }
    }

    private async Task<AwsKeys> AssumeAsync(string role)
    {
        var source = await _source.KeysAsync().ConfigureAwait(false);
        try
        {
            return await _chain.AssumeAsync(source, role).ConfigureAwait(false);
        }
        catch (CallException e) when (e.Fault == CallFault.Credentials)
        {
            _source.Refuse(source);
            if ((await _source.KeysAsync().ConfigureAwait(false)) is not { } other || other.IsSameAs(source))
                throw;
            return await _chain.AssumeAsync(other, role).ConfigureAwait(false);
        }
    }

    private T Configure<T>(T config, AwsEndpoints.Endpoint? endpoint, string region) where T : ClientConfig
    {
        // All of these are decided here, and never by what the SDK finds in the environment.
        config.IgnoreConfiguredEndpointUrls = true;
        config.UseFIPSEndpoint = endpoint is null && _endpoints.Fips is not null;
        config.UseDualstackEndpoint = endpoint is null && _endpoints.Dualstack is not null;
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.RetryMode = RequestRetryMode.Standard;
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = endpoint.Url;
            config.AuthenticationRegion = region;
        }
        // The caller repeats a failed call, because it knows what to keep alive meanwhile. The SDK's single
        // retry is what corrects the clock, and it happens within the deadline of the call.
        config.MaxErrorRetry = 1;
        config.ThrottleRetries = false;
        config.HttpClientFactory = _transport;
        // Hashing every body costs as much as inflating it. Gzip and Parquet carry checksums of their own, and
        // lengths are checked against the notice. (PlainS3 leaves the MD5 out too.)
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        return config;
    }

    /// <summary>The region in the queue's name; for a host that is not AWS's, the setting comes first.</summary>
    private static string? RegionOfQueue(PullSettings settings, QueueName? queue) =>
        queue is { Url: not null, IsAwsHost: false } ? settings.Region ?? queue.Region : queue?.Region;

    private static string RegionOfEnvironment(AwsProfile? profile)
    {
        if ((AwsVariables.Text("AWS_REGION") ?? AwsVariables.Text("AWS_DEFAULT_REGION") ?? profile?["region"]) is { } named)
            return named;
        return (InstanceMetadata.IsDisabled ? null : Task.Run(new InstanceMetadata(profile).RegionAsync).GetAwaiter().GetResult()) ?? "us-east-1";
    }

    /// <summary>Warns of a wrong clock: the SDK corrects for it in each request, but other programs do not.</summary>
    private void WhenDated(DateTimeOffset date)
    {
        if (CallErrors.ClockDifference(date) is not { } difference)
            return;
        long now = Environment.TickCount64, told = Volatile.Read(ref _skewToldAt);
        if ((told == 0 || now - told > Again.TotalMilliseconds) && Interlocked.CompareExchange(ref _skewToldAt, now, told) == told)
            _log?.Write(LogLevel.Warn, new("clock_skew", $"{difference}: set it, preferably with NTP"));
    }
}
