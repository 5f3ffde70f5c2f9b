// Aws: keys of a role, from STS.
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Sluice.Pull.Calls;

namespace Sluice.Pull.Aws;

/// <summary>Assumes roles.</summary>
/// <param name="client">An STS client with the caller's keys, or with none.</param>
/// <param name="limit">The deadline of each of its calls.</param>
internal sealed class RoleKeys(Func<AwsKeys?, AmazonSecurityTokenServiceClient> client, CallLimit limit)
{
    public Task<AwsKeys> AssumeAsync(AwsKeys caller, string role, string session, string? externalId) =>
        AskAsync("AssumeRole", caller, role, async (sts, stop) => (await sts.AssumeRoleAsync(new AssumeRoleRequest
        {
            RoleArn = role,
            RoleSessionName = session,
            ExternalId = externalId,
        }, stop).ConfigureAwait(false)).Credentials);

    /// <summary>The token's file is read each time, because its writer renews it.</summary>
    public async Task<AwsKeys> WebIdentityAsync(string file, string role, string session)
    {
        string token;
        try
        {
            token = (await File.ReadAllTextAsync(file).ConfigureAwait(false)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(role, e.Message, e);
        }
        return await AskAsync("AssumeRoleWithWebIdentity", null, role, async (sts, stop) => (await sts.AssumeRoleWithWebIdentityAsync(new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = role,
            RoleSessionName = session,
            WebIdentityToken = token,
        }, stop).ConfigureAwait(false)).Credentials).ConfigureAwait(false);
    }

    private async Task<AwsKeys> AskAsync(string operation, AwsKeys? caller, string role, Func<AmazonSecurityTokenServiceClient, CancellationToken, Task<Credentials>> ask)
    {
        using var sts = client(caller);
        try
        {
            var keys = await limit.Run(operation, () => AwsClients.HostOf(sts), stop => ask(sts, stop), CancellationToken.None).ConfigureAwait(false);
            return new AwsKeys(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken,
                keys.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : null);
        }
        catch (CallException e) when (e.Fault is CallFault.Denied or CallFault.Rejected)
        {
            throw Refused(role, e.Message, e);
        }
        catch (CallException e) when (e.Fault == CallFault.Credentials)
        {
            throw new CallException(CallFault.Credentials, $"role {role} could not be assumed: {e.Message}", e);
        }
        catch (CallException e) when (e.Fault == CallFault.Transient)
        {
            throw new CallException(CallFault.Transient, $"role {role} could not be assumed for now: {e.Message}", e);
        }
    }

    private static CallException Refused(string role, string why, Exception e) => new(CallFault.NoCredentials,
        $"role {role} may not be assumed; allow the caller to assume it, and name the caller in the trust policy of the role ({why})", e);
}
