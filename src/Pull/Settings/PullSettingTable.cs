// Settings: the one table by which options, environment variables, config files and hosts' settings are read.
// Names are those of Fluent Bit's AWS plugins and of the AWS CLI where either has one.
using Sluice.Core.Settings;

namespace Sluice.Pull.Settings;

/// <summary>Every setting of the engine, in the order a person reads them.</summary>
public static class PullSettingTable
{
    private const string DefaultSession = "sluice";

    /// <summary>What AWS writes into a bucket besides its logs: test objects, digests, and folder markers.</summary>
    private const string SkippedByDefault = "*aws-logs-write-test,*ELBAccessLogTestFile,*ConfigWritabilityCheckFile,*/CloudTrail-Digest/*,*/";

    private static readonly Choice<OnForeignObject> OnForeign = new("value", ("keep", OnForeignObject.Keep), ("delete", OnForeignObject.Delete));

    private static readonly Choice<OnMissingObject> OnMissing = new("value", ("delete", OnMissingObject.Delete), ("retry", OnMissingObject.Retry));

    /// <summary>The table.</summary>
    public static SettingTable<PullSettings> Table { get; } = new(
    [
        new("queue", "", "SQS queue: URL, ARN or name", (s, v) => SettingValue.Text(v, t => s.Queue = t)) { Aliases = ["queue_url"] },
        new("queue_owner", "", "Account that owns a queue given by name", (s, v) => SettingValue.Text(v, t => s.QueueOwner = t)),
        new("region", "the queue's", "AWS region", (s, v) => SettingValue.Text(v, t => s.Region = t)) { IsDescribed = true },
        new("profile", "", "Profile of the shared AWS files", (s, v) => SettingValue.Text(v, t => s.Profile = t)),
        new("aws_access_key_id", "", "Static access key", (s, v) => SettingValue.Text(v, t => s.AccessKeyId = t)),
        new("aws_secret_access_key", "", "Secret of the static access key", (s, v) => SettingValue.Text(v, t => s.SecretAccessKey = t)),
        new("aws_session_token", "", "Session token of temporary static keys", (s, v) => SettingValue.Text(v, t => s.SessionToken = t)),
        new("role_arn", "", "Role to assume", (s, v) => SettingValue.Text(v, t => s.RoleArn = t)),
        new("external_id", "", "External id for the role", (s, v) => SettingValue.Text(v, t => s.ExternalId = t)),
        new("role_session_name", DefaultSession, "Session name for the role", (s, v) => SettingValue.Text(v, t => s.RoleSessionName = t ?? DefaultSession)) { Aliases = ["session_name"] },
        new("s3_role_arn", "", "Role to assume for buckets only; or bucket-pattern=role pairs, comma-separated, first match wins", (s, v) => SettingValue.Text(v, t => s.S3RoleArn = t)),
        new("endpoint", "", "One endpoint for SQS and S3", (s, v) => SettingValue.Address(v, t => s.Endpoint = t)) { Aliases = ["endpoint_url"] },
        new("sqs_endpoint", "", "Endpoint of SQS", (s, v) => SettingValue.Address(v, t => s.SqsEndpoint = t)),
        new("s3_endpoint", "", "Endpoint of S3", (s, v) => SettingValue.Address(v, t => s.S3Endpoint = t)),
        new("sts_endpoint", "", "Endpoint of STS", (s, v) => SettingValue.Address(v, t => s.StsEndpoint = t)),
        new("path_style", "on for a custom S3 endpoint", "Bucket in the path, not in the host name", (s, v) => SettingValue.Switch(v, t => s.PathStyle = t)) { IsDescribed = true },
        new("fips", "off", "FIPS endpoints", (s, v) => SettingValue.Switch(v, t => s.Fips = t)) { IsDescribed = true },
        new("dualstack", "off", "Dual-stack endpoints (IPv6 and IPv4)", (s, v) => SettingValue.Switch(v, t => s.Dualstack = t)) { IsDescribed = true },
        new("request_payer", "off", "Pay for requests to a Requester Pays bucket", (s, v) => SettingValue.Switch(v, t => s.RequestPayer = t)),
        new("ca_bundle", "", "PEM certificates to trust instead of the system's", (s, v) => SettingValue.Text(v, t => s.CaBundle = t)),
        .. RecordRows.Shared<PullSettings>(s => s.Options, (s, v) => s.Options = v),
        new("origin_fields", "off", "Schema aws: bucket, key and a stable event_id in every record", (s, v) => SettingValue.Switch(v, t => s.OriginFields = t)) { IsSwitch = true },
        RecordRows.Emit<PullSettings>((s, v) => s.Emit = v),
        RecordRows.OnMalformed<PullSettings>((s, v) => s.OnMalformed = v),
        new("wait_time", "20s", "Long poll, 0 to 20 seconds", (s, v) => SettingValue.Seconds(v, 0, 20, t => s.WaitTime = t)),
        new("max_messages", "10", "Messages asked for at once, 1 to 10", (s, v) => SettingValue.Number(v, 1, 10, t => s.MaxMessages = (int)t)),
        new("visibility_timeout", "60s", "How long a message stays hidden unless extended; a third of it is the heartbeat", (s, v) => SettingValue.Seconds(v, 1, 43_200, t => s.VisibilityTimeout = t)),
        new("concurrency", "twice the cores, at least 4", "Objects read at once", (s, v) => SettingValue.Number(v, 1, 256, t => s.Concurrency = (int)t)) { IsDescribed = true },
        new("memory_budget", "64m", "Memory for all objects in flight", (s, v) => SettingValue.Size(v, 8 << 20, 64L << 30, t => s.MemoryBudget = t)),
        new("batch_size", "1m", "Size at which a batch is handed over", (s, v) => SettingValue.Size(v, 4 << 10, 64 << 20, t => s.BatchSize = (int)t)),
        new("max_line_size", "1m", "Longest line; an object with a longer one is refused", (s, v) => SettingValue.Size(v, 1 << 10, 16 << 20, t => s.MaxLineSize = (int)t)),
        new("max_object_size", "8g", "Most that one object may inflate to", (s, v) => SettingValue.Size(v, 1 << 10, 1L << 50, t => s.MaxObjectSize = t)),
        new("max_ratio", "200", "Most that one compressed byte may inflate to, past the first 16m", (s, v) => SettingValue.Number(v, 1, 100_000, t => s.MaxRatio = (int)t)),
        new("allow_buckets", "any", "Buckets that may be read: names or patterns with *, comma-separated", (s, v) => SettingValue.Text(v, t => s.AllowBuckets = t)) { IsDescribed = true },
        new("key_pattern", "any", "Keys that are read: patterns with *, comma-separated", (s, v) => SettingValue.Text(v, t => s.KeyPattern = t)) { IsDescribed = true },
        new("skip_keys", SkippedByDefault, "Keys that are not read: patterns with *, comma-separated", (s, v) => SettingValue.Text(v, t => s.SkipKeys = t)),
        RecordRows.Of<PullSettings, OnForeignObject>("on_foreign_object", "Object that is no flow log: keep its message, or delete", OnForeign, OnForeignObject.Keep, (s, v) => s.OnForeignObject = v),
        new("expected_owner", "any", "Account that must own the bucket", (s, v) => SettingValue.Text(v, t => s.ExpectedOwner = t)) { IsDescribed = true },
        RecordRows.Of<PullSettings, OnMissingObject>("on_missing_object", "Object gone: delete (after max_receives) or retry", OnMissing, OnMissingObject.Delete, (s, v) => s.OnMissingObject = v),
        new("max_receives", "5", "Receives after which a missing object is given up and a corrupt one is no longer read", (s, v) => SettingValue.Number(v, 1, 1000, t => s.MaxReceives = (int)t)),
        new("read_timeout", "30s", "Read timeout: time without a byte after which a request is tried again", (s, v) => SettingValue.Seconds(v, 1, 3600, t => s.ReadTimeout = t)),
        new("drain", "off", "End when the queue is empty, or refuses requests", (s, v) => SettingValue.Switch(v, t => s.Drain = t)) { IsSwitch = true },
    ]);

    /// <summary>All rows.</summary>
    public static IReadOnlyList<Setting<PullSettings>> All => Table.All;

    /// <summary>The row of a name or an alias; case and <c>-</c> or <c>_</c> do not matter.</summary>
    public static Setting<PullSettings>? Find(string name) => Table.Find(name);
}
