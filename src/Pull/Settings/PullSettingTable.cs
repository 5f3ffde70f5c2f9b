// Settings: the one table that options, environment variables, config files and hosts are all read by.
// Names are those of Fluent Bit's AWS plugins and of the AWS CLI where either has one.
using Sluice.Core.Settings;

namespace Sluice.Pull.Settings;

/// <summary>Every setting of the engine, in the order a person reads them.</summary>
public static class PullSettingTable
{
    /// <summary>What AWS writes into a bucket beside its logs: tests whether it may write, digests, and folder markers.</summary>
    internal const string SkippedByDefault = "*aws-logs-write-test,*ELBAccessLogTestFile,*ConfigWritabilityCheckFile,*/CloudTrail-Digest/*,*/";

    /// <summary>All rows.</summary>
    public static IReadOnlyList<Setting<PullSettings>> All { get; } =
    [
        new("queue", "", "SQS queue: URL, ARN or name", (s, v) => SettingValue.Text(v, t => s.Queue = t)) { Aliases = ["queue_url"] },
        new("queue_owner", "", "Account that owns a queue given by name", (s, v) => SettingValue.Text(v, t => s.QueueOwner = t)),
        new("region", "the queue's", "AWS region", (s, v) => SettingValue.Text(v, t => s.Region = t)),
        new("profile", "", "Profile of the shared AWS files", (s, v) => SettingValue.Text(v, t => s.Profile = t)),
        new("aws_access_key_id", "", "Static access key", (s, v) => SettingValue.Text(v, t => s.AccessKeyId = t)),
        new("aws_secret_access_key", "", "Secret of the static access key", (s, v) => SettingValue.Text(v, t => s.SecretAccessKey = t)),
        new("aws_session_token", "", "Session token of temporary static keys", (s, v) => SettingValue.Text(v, t => s.SessionToken = t)),
        new("role_arn", "", "Role to assume", (s, v) => SettingValue.Text(v, t => s.RoleArn = t)),
        new("external_id", "", "External id for the role", (s, v) => SettingValue.Text(v, t => s.ExternalId = t)),
        new("role_session_name", "sluice", "Session name for the role", (s, v) => SettingValue.Text(v, t => s.RoleSessionName = t ?? "sluice")) { Aliases = ["session_name"] },
        new("s3_role_arn", "", "Role to assume for buckets alone; or bucket-pattern=role pairs, comma-separated, the first that fits", (s, v) => SettingValue.Text(v, t => s.S3RoleArn = t)),
        new("endpoint", "", "One endpoint for SQS and S3", (s, v) => SettingValue.Address(v, t => s.Endpoint = t)) { Aliases = ["endpoint_url"] },
        new("sqs_endpoint", "", "Endpoint of SQS", (s, v) => SettingValue.Address(v, t => s.SqsEndpoint = t)),
        new("s3_endpoint", "", "Endpoint of S3", (s, v) => SettingValue.Address(v, t => s.S3Endpoint = t)),
        new("sts_endpoint", "", "Endpoint of STS", (s, v) => SettingValue.Address(v, t => s.StsEndpoint = t)),
        new("path_style", "on for a custom S3 endpoint", "Bucket in the path, not in the host name", (s, v) => SettingValue.Switch(v, t => s.PathStyle = t)),
        new("fips", "off", "FIPS endpoints", (s, v) => SettingValue.Switch(v, t => s.Fips = t)),
        new("dualstack", "off", "Dual-stack endpoints (IPv6 and IPv4)", (s, v) => SettingValue.Switch(v, t => s.Dualstack = t)),
        new("request_payer", "off", "Pay for requests to a bucket that has its readers pay", (s, v) => SettingValue.Switch(v, t => s.RequestPayer = t)),
        new("ca_bundle", "", "PEM certificates to trust instead of the system's", (s, v) => SettingValue.Text(v, t => s.CaBundle = t)),
        new("schema", "sekoia", $"Output mapping: {SchemaName.List}", SetSchema),
        new("data_stream_namespace", "off", "Schema ecs: data_stream fields (logs, aws.vpcflow) with this namespace", (s, v) => SettingValue.Text(v, t => s.DataStreamNamespace = t)),
        new("origin_fields", "off", "Schema aws: bucket, key and a stable event_id in every record", (s, v) => SettingValue.Switch(v, t => s.OriginFields = t)) { IsSwitch = true },
        new("emit", "ecs", "ecs: parsed records; raw: the line of each, under log; intake: the line, or a flat object where Sekoia's intake would not parse it", SetEmit),
        new("fields", "", "Columns of lines without a header", (s, v) => SettingValue.Text(v, t => s.Fields = t)),
        new("on_malformed", "keep", "Malformed lines: keep, drop or fail (fail keeps the message)", SetOnMalformed),
        new("wait_time", "20s", "Long poll, 0 to 20 seconds", (s, v) => SettingValue.Seconds(v, 0, 20, t => s.WaitTime = t)),
        new("max_messages", "10", "Messages asked for at once, 1 to 10", (s, v) => SettingValue.Number(v, 1, 10, t => s.MaxMessages = (int)t)),
        new("visibility_timeout", "60s", "How long a message stays hidden unless extended; a third of it is the heartbeat", (s, v) => SettingValue.Seconds(v, 1, 43_200, t => s.VisibilityTimeout = t)),
        new("concurrency", "twice the cores, at least 4", "Objects read at once", (s, v) => SettingValue.Number(v, 1, 256, t => s.Concurrency = (int)t)),
        new("memory_budget", "64m", "Memory over all objects in flight", (s, v) => SettingValue.Size(v, 8 << 20, 64L << 30, t => s.MemoryBudget = t)),
        new("batch_size", "1m", "Size at which a batch is handed over", (s, v) => SettingValue.Size(v, 4 << 10, 64 << 20, t => s.BatchSize = (int)t)),
        new("max_line_size", "1m", "Longest line; an object with a longer one is refused", (s, v) => SettingValue.Size(v, 1 << 10, 16 << 20, t => s.MaxLineSize = (int)t)),
        new("max_object_size", "8g", "Most that one object may inflate to", (s, v) => SettingValue.Size(v, 1 << 10, 1L << 50, t => s.MaxObjectSize = t)),
        new("max_ratio", "200", "Most that one compressed byte may inflate to, past the first 16m", (s, v) => SettingValue.Number(v, 1, 100_000, t => s.MaxRatio = (int)t)),
        new("allow_buckets", "any", "Buckets that may be read: names or patterns with *, apart by commas", (s, v) => SettingValue.Text(v, t => s.AllowBuckets = t)),
        new("key_pattern", "any", "Keys that are read: patterns with *, apart by commas", (s, v) => SettingValue.Text(v, t => s.KeyPattern = t)),
        new("skip_keys", SkippedByDefault, "Keys that are not read: patterns with *, apart by commas", (s, v) => SettingValue.Text(v, t => s.SkipKeys = t)),
        new("on_foreign_object", "keep", "Object that is no flow log: keep its message, or delete", SetOnForeign),
        new("expected_owner", "any", "Account that must own the bucket", (s, v) => SettingValue.Text(v, t => s.ExpectedOwner = t)),
        new("on_missing_object", "delete", "Object gone: delete (after max_receives) or retry", SetOnMissing),
        new("max_receives", "5", "Receives after which a missing object is given up and a corrupt one is read no more", (s, v) => SettingValue.Number(v, 1, 1000, t => s.MaxReceives = (int)t)),
        new("read_timeout", "30s", "Silence after which a request is given up and tried again", (s, v) => SettingValue.Seconds(v, 1, 3600, t => s.ReadTimeout = t)),
        new("drain", "off", "End when the queue has nothing more to give, or refuses to", (s, v) => SettingValue.Switch(v, t => s.Drain = t)) { IsSwitch = true },
    ];

    /// <summary>The row of a name or an alias; case and <c>-</c> or <c>_</c> do not matter.</summary>
    public static Setting<PullSettings>? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string key = name.Trim().Replace('-', '_');
        foreach (var setting in All)
        {
            if (setting.Name.Equals(key, StringComparison.OrdinalIgnoreCase)
                || setting.Aliases.Contains(key, StringComparer.OrdinalIgnoreCase))
                return setting;
        }
        return null;
    }

    private static string? SetSchema(PullSettings settings, string value)
    {
        if (!SchemaName.TryParse(value, out var schema))
            return $"'{value}' is no schema ({SchemaName.List})";
        settings.Schema = schema;
        return null;
    }

    private static string? SetEmit(PullSettings settings, string value)
    {
        Emit? known = value.ToLowerInvariant() switch
        {
            "ecs" => Emit.Records,
            "raw" => Emit.Raw,
            "intake" => Emit.Intake,
            _ => null,
        };
        if (known is not { } chosen)
            return $"'{value}' is none of ecs, raw, intake";
        settings.Emit = chosen;
        return null;
    }

    private static string? SetOnMalformed(PullSettings settings, string value)
    {
        OnMalformed? known = value.ToLowerInvariant() switch
        {
            "keep" => OnMalformed.Keep,
            "drop" => OnMalformed.Drop,
            "fail" => OnMalformed.Fail,
            _ => null,
        };
        if (known is not { } chosen)
            return $"'{value}' is none of keep, drop, fail";
        settings.OnMalformed = chosen;
        return null;
    }

    private static string? SetOnMissing(PullSettings settings, string value)
    {
        OnMissingObject? known = value.ToLowerInvariant() switch
        {
            "delete" => OnMissingObject.Delete,
            "retry" => OnMissingObject.Retry,
            _ => null,
        };
        if (known is not { } chosen)
            return $"'{value}' is neither delete nor retry";
        settings.OnMissingObject = chosen;
        return null;
    }

    private static string? SetOnForeign(PullSettings settings, string value)
    {
        OnForeignObject? known = value.ToLowerInvariant() switch
        {
            "keep" => OnForeignObject.Keep,
            "delete" => OnForeignObject.Delete,
            _ => null,
        };
        if (known is not { } chosen)
            return $"'{value}' is neither keep nor delete";
        settings.OnForeignObject = chosen;
        return null;
    }
}
