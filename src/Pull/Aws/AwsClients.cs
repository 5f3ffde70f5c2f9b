// Aws: clients, credentials and endpoints as the AWS CLI has them. With AwsCalls.cs the only file that
// names the SDK.
using System.Collections.Concurrent;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.RuntimeDependencies;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Amazon.SQS;

namespace Sluice.Pull;

/// <summary>Makes the SDK's clients from the settings; one S3 client per region.</summary>
internal sealed class AwsClients : IDisposable
{
    private readonly PullSettings _settings;
    private readonly Transport _transport;
    private readonly Lazy<AWSCredentials> _credentials;
    private readonly ConcurrentDictionary<string, AmazonS3Client> _s3 = new(StringComparer.Ordinal);
    private readonly Lazy<AmazonSQSClient> _sqs;

    static AwsClients()
    {
        // The SDK finds STS by reflection, for web identity and for profiles with a role; ahead of time
        // compiled there is nothing to find, so it is told here.
        GlobalRuntimeDependencyRegistry.Instance.RegisterSecurityTokenServiceClient(context =>
            new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(),
                RegionEndpoint.GetBySystemName(context.SecurityTokenServiceClientContextData.Region?.SystemName ?? "us-east-1")));
    }

    public AwsClients(PullSettings settings, QueueName? queue)
    {
        _settings = settings;
        _transport = new Transport(settings);
        SqsEndpoint = settings.SqsEndpoint ?? settings.Endpoint ?? queue?.Endpoint;
        S3Endpoint = settings.S3Endpoint ?? settings.Endpoint;
        QueueRegion = queue?.Region;
        Region = settings.Region ?? queue?.Region ?? RegionOfEnvironment();
        // A failure is not remembered: credentials may come later.
        _credentials = new(ResolveCredentials, LazyThreadSafetyMode.PublicationOnly);
        _sqs = new(() => new AmazonSQSClient(_credentials.Value,
            Configure(new AmazonSQSConfig(), SqsEndpoint, QueueRegion ?? Region, settings.WaitTime)), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The region of everything that names none itself.</summary>
    public string Region { get; }

    public string? QueueRegion { get; }

    public string? SqsEndpoint { get; }

    public string? S3Endpoint { get; }

    public AmazonSQSClient Sqs => _sqs.Value;

    public AmazonS3Client S3(string region) => _s3.GetOrAdd(region, name => new AmazonS3Client(_credentials.Value,
        Configure(new AmazonS3Config { ForcePathStyle = _settings.PathStyle ?? S3Endpoint is not null }, S3Endpoint, name, 0)));

    public AmazonSecurityTokenServiceClient Sts() => StsWith(_credentials.Value);

    public void Dispose()
    {
        if (_sqs.IsValueCreated)
            _sqs.Value.Dispose();
        foreach (var client in _s3.Values)
            client.Dispose();
        _transport.Dispose();
    }

    private AmazonSecurityTokenServiceClient StsWith(AWSCredentials credentials) => new(credentials,
        Configure(new AmazonSecurityTokenServiceConfig(), _settings.StsEndpoint ?? _settings.Endpoint, Region, 0));

    private T Configure<T>(T config, string? endpoint, string region, int extraSeconds) where T : ClientConfig
    {
        if (endpoint is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        else
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = region;
        }
        // Tries are repeated by whoever called, who knows what to keep alive meanwhile; the SDK's one
        // own retry is what corrects the clock.
        config.MaxErrorRetry = 1;
        config.ThrottleRetries = false;
        config.Timeout = TimeSpan.FromSeconds(_settings.ReadTimeout + extraSeconds);
        config.HttpClientFactory = _transport;
        // Hashing every body costs as much as inflating it. Gzip and Parquet carry checksums of their own, and
        // lengths are checked against the notice. (AwsCalls leaves the MD5 out too.)
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        return config;
    }

    private static string RegionOfEnvironment()
    {
        try
        {
            return FallbackRegionFactory.GetRegionEndpoint()?.SystemName ?? "us-east-1";
        }
        catch (AmazonClientException)
        {
            return "us-east-1";
        }
    }

    private AWSCredentials ResolveCredentials()
    {
        var source = SourceCredentials();
        return _settings.RoleArn is null ? source : new AssumedRole(_settings, StsWith(source));
    }

    private AWSCredentials SourceCredentials()
    {
        if (_settings.AccessKeyId is { } id)
        {
            if (_settings.SecretAccessKey is not { } secret)
                throw new SettingsException("aws_secret_access_key: missing beside aws_access_key_id");
            return _settings.SessionToken is { } token
                ? new SessionAWSCredentials(id, secret, token) : new BasicAWSCredentials(id, secret);
        }

        if (_settings.Profile is { } profile)
        {
            return new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var found)
                ? found : throw new SettingsException($"profile: '{profile}' is in none of the shared AWS files, or has no credentials");
        }

        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException e)
        {
            throw new CallException(CallFault.Credentials, "no AWS credentials were found (static keys, environment, "
                + "profile, web identity, container, instance metadata)", e);
        }
    }

    /// <summary>Keys of a role, renewed before they run out.</summary>
    private sealed class AssumedRole : RefreshingAWSCredentials
    {
        private readonly PullSettings _settings;
        private readonly AmazonSecurityTokenServiceClient _sts;

        public AssumedRole(PullSettings settings, AmazonSecurityTokenServiceClient sts)
        {
            _settings = settings;
            _sts = sts;
            PreemptExpiryTime = TimeSpan.FromMinutes(5);
        }

        protected override CredentialsRefreshState GenerateNewCredentials() =>
            GenerateNewCredentialsAsync().GetAwaiter().GetResult();

        protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
        {
            var answer = await _sts.AssumeRoleAsync(new AssumeRoleRequest
            {
                RoleArn = _settings.RoleArn,
                RoleSessionName = _settings.RoleSessionName,
                ExternalId = _settings.ExternalId,
            }).ConfigureAwait(false);
            var keys = answer.Credentials ?? throw new AmazonClientException("STS answered without credentials");
            return new CredentialsRefreshState(
                new ImmutableCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken),
                (keys.Expiration ?? DateTime.UtcNow.AddMinutes(15)).ToUniversalTime());
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _sts.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>One connection pool for all clients. Proxies come from HTTPS_PROXY and NO_PROXY, as the runtime reads them.</summary>
    private sealed class Transport : HttpClientFactory, IDisposable
    {
        private readonly SocketsHttpHandler _handler;
        private readonly HttpClient _client;

        public Transport(PullSettings settings)
        {
            _handler = new SocketsHttpHandler
            {
                // A redirect names the bucket's region; whoever called follows it with a signature that fits.
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(Math.Min(settings.ReadTimeout, 10)),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                MaxResponseDrainSize = 0,
            };
            if (settings.CaBundle is { } file)
                _handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(file) };
            _client = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        }

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        public void Dispose()
        {
            _client.Dispose();
            _handler.Dispose();
        }

        private static X509ChainPolicy Trust(string file)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            try
            {
                policy.CustomTrustStore.ImportFromPemFile(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
            {
                throw new SettingsException($"ca_bundle: '{file}' cannot be read as PEM certificates ({e.Message})");
            }
            return policy.CustomTrustStore.Count > 0 ? policy
                : throw new SettingsException($"ca_bundle: '{file}' holds no certificate");
        }
    }
}
