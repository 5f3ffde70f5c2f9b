// Aws: the address of each service: settings, then variables, then the profile, in the AWS CLI's order, then the queue's own host.
using Sluice.Pull.Names;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>The endpoints of one engine; null where the SDK's own table of regions decides.</summary>
internal sealed class AwsEndpoints
{
    private readonly AwsProfile? _profile;
    private readonly SharedFiles _files;
    private readonly bool _ignore;

    public AwsEndpoints(PullSettings settings, QueueName? queue, AwsProfile? profile, SharedFiles files)
    {
        _profile = profile;
        _files = files;
        _ignore = AwsVariables.Switch("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? profile?.Switch("ignore_configured_endpoint_urls") ?? false;
        Fips = Wanted(settings.Fips, "fips", "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
        Dualstack = Wanted(settings.Dualstack, "dualstack", "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
        var both = Given(settings.Endpoint, "endpoint");
        Sqs = Given(settings.SqsEndpoint, "sqs_endpoint") ?? both ?? Configured("SQS") ?? OfQueue(queue);
        S3 = Given(settings.S3Endpoint, "s3_endpoint") ?? both ?? Configured("S3");
        // "endpoint" is for SQS and S3; STS is expected there only when nothing else says where it is.
        Sts = Given(settings.StsEndpoint, "sts_endpoint") ?? Configured("STS") ?? both;
        if (settings.Queue is not null)
            RefuseBoth(Sqs);
        RefuseBoth(S3);
        RefuseBoth(Sts);
    }

    public Endpoint? Sqs { get; }

    public Endpoint? S3 { get; }

    public Endpoint? Sts { get; }

    /// <summary>The setting, variable or profile key that asks for FIPS endpoints; null when none does.</summary>
    public string? Fips { get; }

    /// <summary>The setting, variable or profile key that asks for dual-stack endpoints; null when none does.</summary>
    public string? Dualstack { get; }

    /// <summary>Addresses that are used without encryption and are not on this machine.</summary>
    public IEnumerable<string> Unencrypted => new[] { Sqs, S3, Sts }.OfType<Endpoint>().Select(endpoint => endpoint.Url)
        .Where(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !new Uri(url).IsLoopback).Distinct();

    private static Endpoint? Given(string? url, string source) => url is null ? null : new(url, source);

    private Endpoint? Configured(string service)
    {
        if (_ignore)
            return null;
        string variable = "AWS_ENDPOINT_URL_" + service;
        if (AwsVariables.Address(variable) is { } own)
            return new(own, variable);
        if (AwsVariables.Address("AWS_ENDPOINT_URL") is { } all)
            return new(all, "AWS_ENDPOINT_URL");
        if (_profile is null)
            return null;
        string source = $"profile '{_profile.Name}': endpoint_url";
        if (_files.ServiceEndpoint(_profile, service.ToLowerInvariant()) is { Length: > 0 } listed)
            return new(AwsVariables.Address(source, listed), source);
        return _profile.Address("endpoint_url") is { } general ? new(general, source) : null;
    }

    /// <summary>The host of the queue's URL, unless it is a public one and another kind of public endpoint is wanted.</summary>
    private Endpoint? OfQueue(QueueName? queue)
    {
        if (queue?.Endpoint is not { } own)
            return null;
        bool satisfied = (Fips is null || queue.IsFips) && Dualstack is null;
        if (satisfied)
            return new(own, "") { IsOfQueue = true };
        if (queue.IsPublicHost)
            return null;
        // A FIPS host of one's own will do, such as a VPC endpoint; whether a host is dual-stack cannot be seen from its name.
        if (Fips is null || queue.IsFips)
            return new(own, "") { IsOfQueue = true };
        throw new SettingsException($"{Fips}: the queue's own host {new Uri(own).Host} is not a FIPS endpoint; name the queue by its ARN, or by a URL with a FIPS host");
    }

    private void RefuseBoth(Endpoint? endpoint)
    {
        if (endpoint is null or { IsOfQueue: true })
            return;
        if (Fips is not null)
            throw new SettingsException($"{Fips}: FIPS cannot be combined with a custom endpoint ({endpoint.Source}: {endpoint.Url}); remove one of them");
        if (Dualstack is not null)
            throw new SettingsException($"{Dualstack}: dual stack cannot be combined with a custom endpoint ({endpoint.Source}: {endpoint.Url}); remove one of them");
    }

    private string? Wanted(bool? set, string setting, string variable, string key)
    {
        if (set is { } chosen)
            return chosen ? setting : null;
        if (AwsVariables.Switch(variable) is { } told)
            return told ? variable : null;
        return _profile?.Switch(key) == true ? $"profile '{_profile.Name}': {key}" : null;
    }

    /// <summary>An address, and the setting, variable or profile that named it.</summary>
    internal sealed record Endpoint(string Url, string Source)
    {
        /// <summary>It is the host of the queue's URL, and was not set separately.</summary>
        public bool IsOfQueue { get; init; }

        public string Host => new Uri(Url).Authority;
    }
}
