// Aws: clients, credentials and endpoints as the AWS CLI has them. With AwsCalls.cs the only file that
// names the SDK.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Amazon.SQS;

namespace Sluice.Pull;

/// <summary>Makes the SDK's clients from the settings; one S3 client per region.</summary>
internal sealed class AwsClients : IDisposable
{
    private static readonly CredentialProfileStoreChain Profiles = new();

    private readonly PullSettings _settings;
    private readonly Transport _transport;
    private readonly CredentialProfile? _profile;
    private readonly string? _stsEndpoint;
    private readonly Lazy<AWSCredentials> _credentials;
    private readonly ConcurrentDictionary<string, AmazonS3Client> _s3 = new(StringComparer.Ordinal);
    private readonly Lazy<AmazonSQSClient> _sqs;

    public AwsClients(PullSettings settings, QueueName? queue)
    {
        _settings = settings;
        _transport = new Transport(settings);
        _profile = ChosenProfile(settings);
        SqsEndpoint = settings.SqsEndpoint ?? settings.Endpoint ?? queue?.Endpoint ?? Configured(new AmazonSQSConfig());
        S3Endpoint = settings.S3Endpoint ?? settings.Endpoint ?? Configured(new AmazonS3Config());
        // "endpoint" is of SQS and S3; STS is only expected there when nothing says where it is.
        _stsEndpoint = settings.StsEndpoint ?? Configured(new AmazonSecurityTokenServiceConfig()) ?? settings.Endpoint;
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

    private AmazonSecurityTokenServiceClient StsWith(AWSCredentials credentials) =>
        new(credentials, Configure(new AmazonSecurityTokenServiceConfig(), _stsEndpoint, Region, 0));

    /// <summary>The endpoint in <c>AWS_ENDPOINT_URL_…</c>, <c>AWS_ENDPOINT_URL</c> or the profile, if any.</summary>
    private string? Configured(ClientConfig config)
    {
        try
        {
            config.Profile = _profile is null ? null : new Profile(_profile.Name);
            return config.ServiceURL;
        }
        catch (AmazonClientException e)
        {
            throw new SettingsException($"endpoint: the environment or the profile names one that cannot be used ({e.Message})");
        }
    }

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

    private string RegionOfEnvironment()
    {
        if ((Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? _profile?.Region?.SystemName) is { } named)
            return named;
        try
        {
            return FallbackRegionFactory.GetRegionEndpoint()?.SystemName ?? "us-east-1";
        }
        catch (AmazonClientException)
        {
            return "us-east-1";
        }
    }

    /// <summary>The profile of the settings, of the environment or the default one; only the last may be absent.</summary>
    private static CredentialProfile? ChosenProfile(PullSettings settings)
    {
        string source = settings.Profile is not null ? "profile" : "AWS_PROFILE";
        string? name = settings.Profile ?? Variable(source);
        try
        {
            return FindProfile(name ?? "default") ?? (name is null ? null
                : throw new SettingsException($"{source}: '{name}' is in none of the shared AWS files"));
        }
        catch (Exception e) when (e is not SettingsException)
        {
            throw new SettingsException($"{source}: the shared AWS files cannot be read ({e.Message})");
        }
    }

    private static CredentialProfile? FindProfile(string name) => Profiles.TryGetProfile(name, out var found) ? found : null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private AWSCredentials ResolveCredentials()
    {
        var source = SourceCredentials();
        return _settings.RoleArn is { } role ? AssumedBy(source, role, _settings.RoleSessionName, _settings.ExternalId) : source;
    }

    private AWSCredentials SourceCredentials()
    {
        if (_settings.AccessKeyId is { } id)
            return Keys(id, _settings.SecretAccessKey, _settings.SessionToken);
        // As for the AWS CLI: the profile of a setting goes before the environment, the environment's after it.
        if (_settings.Profile is null && Variable("AWS_ACCESS_KEY_ID") is not null && Variable("AWS_SECRET_ACCESS_KEY") is not null)
            return new EnvironmentVariablesAWSCredentials();
        if (_settings.Profile is null && Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is { } file && Variable("AWS_ROLE_ARN") is { } role)
            return FromToken(file, role, Variable("AWS_ROLE_SESSION_NAME"));
        if (_profile is not null && OfProfile(_profile, depth: 0) is { } found)
            return found;
        if (_settings.Profile is not null)
            throw Without($"profile '{_settings.Profile}' has no credentials");
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException e)
        {
            // The SDK's last line ("Exception 4 of 4: …") is of the last place, where it gave up.
            string last = e.Message.TrimEnd().Split('\n')[^1];
            throw Without("No AWS credentials were found in settings, environment, web identity, profile, container or instance metadata "
                + $"({AwsCalls.Scrub(last[(last.IndexOf(": ", StringComparison.Ordinal) + 1)..].Trim())})", e);
        }
    }

    /// <summary>
    /// Credentials of a profile; null where it has none. Its roles are assumed here: the SDK would find STS by
    /// reflection, which is nothing ahead of time, and without our endpoint and certificates.
    /// </summary>
    private AWSCredentials? OfProfile(CredentialProfile profile, int depth)
    {
        var options = profile.Options;
        if (options.SsoStartUrl is not null || options.SsoSession is not null)
            throw Without($"profile '{profile.Name}' signs in by IAM Identity Center, which only the AWS CLI can; let another profile have: "
                + $"credential_process = aws configure export-credentials --profile {profile.Name}");
        if (options.RoleArn is not { } role)
            return profile.CanCreateAWSCredentials ? AWSCredentialsFactory.GetAWSCredentials(profile, Profiles) : null;
        if (options.WebIdentityTokenFile is { } file)
            return FromToken(file, role, options.RoleSessionName);
        var source = options.SourceProfile is { } name ? OfSource(profile, name, depth) : options.CredentialSource switch
        {
            "Environment" => new EnvironmentVariablesAWSCredentials(),
            "EcsContainer" => new GenericContainerCredentials(),
            "Ec2InstanceMetadata" => new InstanceProfileAWSCredentials(),
            _ => throw Without($"profile '{profile.Name}' has a role_arn, but neither a source_profile nor a credential_source that is known"),
        };
        return AssumedBy(source, role, options.RoleSessionName, options.ExternalID);
    }

    private AWSCredentials OfSource(CredentialProfile profile, string source, int depth)
    {
        // A profile may name itself: its own keys assume its role.
        if (source == profile.Name && profile.Options is { AccessKey: not null, SecretKey: not null } own)
            return Keys(own.AccessKey, own.SecretKey, own.Token);
        return (depth < 8 && FindProfile(source) is { } found ? OfProfile(found, depth + 1) : null)
            ?? throw Without($"profile '{profile.Name}': its source_profile '{source}' has no credentials");
    }

    private static AWSCredentials Keys(string id, string? secret, string? token) =>
        token is null ? new BasicAWSCredentials(id, secret) : new SessionAWSCredentials(id, secret, token);

    private Role AssumedBy(AWSCredentials source, string role, string? session, string? externalId) => Renewed(source, role,
        async sts => (await sts.AssumeRoleAsync(new AssumeRoleRequest
        {
            RoleArn = role,
            RoleSessionName = session ?? _settings.RoleSessionName,
            ExternalId = externalId,
        }).ConfigureAwait(false)).Credentials);

    /// <summary>The token's file is read each time: whoever wrote it renews it.</summary>
    private Role FromToken(string file, string role, string? session) => Renewed(new AnonymousAWSCredentials(), role,
        async sts => (await sts.AssumeRoleWithWebIdentityAsync(new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = role,
            RoleSessionName = session ?? _settings.RoleSessionName,
            WebIdentityToken = (await File.ReadAllTextAsync(file).ConfigureAwait(false)).Trim(),
        }).ConfigureAwait(false)).Credentials);

    private Role Renewed(AWSCredentials caller, string arn, Func<AmazonSecurityTokenServiceClient, Task<Credentials>> ask) =>
        new(StsWith(caller), arn, ask) { PreemptExpiryTime = TimeSpan.FromMinutes(5) };

    private static CallException Without(string why, Exception? inner = null) => new(CallFault.NoCredentials, why, inner);

    /// <summary>Keys of a role, renewed before they run out.</summary>
    private sealed class Role(AmazonSecurityTokenServiceClient sts, string arn, Func<AmazonSecurityTokenServiceClient, Task<Credentials>> ask)
        : RefreshingAWSCredentials
    {
        protected override CredentialsRefreshState GenerateNewCredentials() =>
            GenerateNewCredentialsAsync().GetAwaiter().GetResult();

        protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
        {
            try
            {
                var keys = await ask(sts).ConfigureAwait(false);
                return new CredentialsRefreshState(
                    new ImmutableCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken),
                    (keys.Expiration ?? DateTime.UtcNow.AddMinutes(15)).ToUniversalTime());
            }
            catch (Exception e) when (e is AmazonSecurityTokenServiceException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.Forbidden } or IOException or UnauthorizedAccessException)
            {
                throw Without($"role {arn} may not be assumed; allow it to the caller, and let its trust policy name the caller ({AwsCalls.Scrub(e.Message)})", e);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                sts.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>One connection pool for all clients.</summary>
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
                Proxy = new EnvironmentProxy(HttpClient.DefaultProxy, Variable("no_proxy") ?? Variable("NO_PROXY")),
                ConnectTimeout = TimeSpan.FromSeconds(Math.Min(settings.ReadTimeout, 10)),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                MaxResponseDrainSize = 0,
            };
            if (TrustedRoots.Of(settings) is { } roots)
                _handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = roots };
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
    }
}
