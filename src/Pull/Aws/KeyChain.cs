// Aws: where keys come from, in the AWS CLI's order: settings, environment, web identity, profile, container, instance.
using Sluice.Pull.Calls;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>Finds the current source of keys and asks it; files and variables are read each time.</summary>
internal sealed class KeyChain(PullSettings settings, RoleKeys roles)
{
    /// <summary>Changes when the files that the keys come from do.</summary>
    public static object? Stamp() => SharedFiles.Stamp();

    /// <summary>The keys that apply before a role of the settings is assumed.</summary>
    /// <exception cref="CallException">There are none; the message is complete.</exception>
    public async Task<AwsKeys> SourceAsync()
    {
        try
        {
            return await FindAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is KeySourceException or SettingsException)
        {
            throw new CallException(CallFault.NoCredentials, CallErrors.Scrub(e.Message), e);
        }
    }

    /// <summary>The keys of a role of the settings.</summary>
    public Task<AwsKeys> AssumeAsync(AwsKeys source, string role) => roles.AssumeAsync(source, role, settings.RoleSessionName, settings.ExternalId);

    private async Task<AwsKeys> FindAsync()
    {
        if (settings.AccessKeyId is { } id)
            return new AwsKeys(id, settings.SecretAccessKey!, settings.SessionToken);
        // As in the AWS CLI: a profile of the settings comes before the environment's keys, a profile of the environment after them.
        if (settings.Profile is null && OfEnvironment() is { } keys)
            return keys;
        if (settings.Profile is null && AwsVariables.Text("AWS_WEB_IDENTITY_TOKEN_FILE") is { } file && AwsVariables.Text("AWS_ROLE_ARN") is { } role)
            return await roles.WebIdentityAsync(file, role, AwsVariables.Text("AWS_ROLE_SESSION_NAME") ?? settings.RoleSessionName).ConfigureAwait(false);
        var profile = AwsProfile.Chosen(settings, out var files);
        if (profile is not null && await OfProfileAsync(profile, files, depth: 0).ConfigureAwait(false) is { } found)
            return found;
        if (settings.Profile is not null)
            throw new KeySourceException($"profile '{settings.Profile}' has no credentials");
        return await OfMachineAsync(profile).ConfigureAwait(false);
    }

    private static async Task<AwsKeys> OfMachineAsync(AwsProfile? profile)
    {
        if (ContainerKeys.IsConfigured)
            return await ContainerKeys.FetchAsync().ConfigureAwait(false);
        const string nowhere = "No AWS credentials were found in settings, environment, web identity, profile, container or instance metadata";
        if (InstanceMetadata.IsDisabled)
            throw new KeySourceException($"{nowhere} (AWS_EC2_METADATA_DISABLED is set)");
        try
        {
            return await new InstanceMetadata(profile).KeysAsync().ConfigureAwait(false);
        }
        catch (KeySourceException e) when (e.IsSilent)
        {
            throw new KeySourceException($"No AWS credentials: none in settings, environment, web identity, profile or container, and {e.Message}", e);
        }
        catch (KeySourceException e)
        {
            throw new KeySourceException($"{nowhere} ({e.Message})", e);
        }
    }

    /// <summary>
    /// Keys of a profile; null where it has none. The SDK's own reader is not used: it finds STS by reflection, which fails
    /// when compiled ahead of time, and does not use our endpoint and certificates.
    /// </summary>
    private async Task<AwsKeys?> OfProfileAsync(AwsProfile profile, SharedFiles files, int depth)
    {
        if (profile["sso_start_url"] is not null || profile["sso_session"] is not null || profile["login_session"] is not null)
            throw new KeySourceException($"profile '{profile.Name}' signs in through IAM Identity Center, which only the AWS CLI supports; use another profile with: "
                + $"credential_process = aws configure export-credentials --profile {profile.Name}");
        if (profile["role_arn"] is not { } role)
        {
            return KeysOf(profile) ?? (profile["credential_process"] is { } command
                ? await ProcessKeys.FetchAsync(command, profile.Name).ConfigureAwait(false) : null);
        }
        if (profile["mfa_serial"] is not null)
            throw new KeySourceException($"profile '{profile.Name}' needs an MFA code (mfa_serial), which cannot be entered here");
        string session = profile["role_session_name"] ?? settings.RoleSessionName;
        if (profile["web_identity_token_file"] is { } file)
            return await roles.WebIdentityAsync(file, role, session).ConfigureAwait(false);
        var source = profile["source_profile"] is { } name
            ? await OfSourceAsync(profile, files, name, depth).ConfigureAwait(false)
            : await OfServiceAsync(profile).ConfigureAwait(false);
        return await roles.AssumeAsync(source, role, session, profile["external_id"]).ConfigureAwait(false);
    }

    private static async Task<AwsKeys> OfServiceAsync(AwsProfile profile) => profile["credential_source"] switch
    {
        "Environment" => OfEnvironment() ?? throw new KeySourceException($"profile '{profile.Name}': the environment variables hold no keys (credential_source = Environment)"),
        "EcsContainer" when !ContainerKeys.IsConfigured => throw new KeySourceException($"profile '{profile.Name}': no AWS_CONTAINER_CREDENTIALS variable is set (credential_source = EcsContainer)"),
        "EcsContainer" => await ContainerKeys.FetchAsync().ConfigureAwait(false),
        "Ec2InstanceMetadata" => await new InstanceMetadata(profile).KeysAsync().ConfigureAwait(false),
        _ => throw new KeySourceException($"profile '{profile.Name}' has a role_arn, but neither a source_profile nor a known credential_source"),
    };

    private async Task<AwsKeys> OfSourceAsync(AwsProfile profile, SharedFiles files, string source, int depth)
    {
        // A profile may name itself: its own keys assume its role.
        if (source == profile.Name && KeysOf(profile) is { } own)
            return own;
        return (depth < 8 && files.Profile(source) is { } found ? await OfProfileAsync(found, files, depth + 1).ConfigureAwait(false) : null)
            ?? throw new KeySourceException($"profile '{profile.Name}': its source_profile '{source}' has no credentials");
    }

    private static AwsKeys? KeysOf(AwsProfile profile) => profile["aws_access_key_id"] is { } id && profile["aws_secret_access_key"] is { } secret
        ? new AwsKeys(id, secret, profile["aws_session_token"]) : null;

    private static AwsKeys? OfEnvironment() => AwsVariables.Text("AWS_ACCESS_KEY_ID") is { } id && AwsVariables.Text("AWS_SECRET_ACCESS_KEY") is { } secret
        ? new AwsKeys(id, secret, AwsVariables.Text("AWS_SESSION_TOKEN")) : null;

}
