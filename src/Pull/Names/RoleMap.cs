// Names: which role reads which bucket.
using Sluice.Pull.Settings;

namespace Sluice.Pull.Names;

/// <summary>The setting <c>s3_role_arn</c>: one role for all buckets, or <c>pattern=arn</c> pairs: the first match wins.</summary>
internal sealed class RoleMap
{
    private readonly List<(string Pattern, string Role)> _roles = [];

    /// <exception cref="SettingsException">An entry is not a role.</exception>
    public RoleMap(string? setting)
    {
        foreach (string entry in (setting ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = entry.IndexOf('=', StringComparison.Ordinal);
            // A role's name may have an equals sign, but a bucket pattern never begins like an ARN.
            bool bare = equals < 0 || entry.StartsWith("arn:", StringComparison.Ordinal);
            var (pattern, role) = bare ? ("*", entry) : (entry[..equals].Trim(), entry[(equals + 1)..].Trim());
            if (pattern.Length == 0 || !IsRole(role))
                throw new SettingsException($"s3_role_arn: '{entry}' is neither a role's ARN nor BUCKET-PATTERN=ARN");
            _roles.Add((pattern, role));
        }
    }

    /// <summary>The role of a bucket; null when it is read with the same credentials as the queue.</summary>
    public string? Of(string bucket)
    {
        foreach (var (pattern, role) in _roles)
        {
            if (Glob.Matches(pattern, bucket))
                return role;
        }
        return null;
    }

    private static bool IsRole(string text) => text.Split(':') is { Length: 6 } parts
        && parts is ["arn", _, "iam", "", _, _] && parts[5].StartsWith("role/", StringComparison.Ordinal);
}
