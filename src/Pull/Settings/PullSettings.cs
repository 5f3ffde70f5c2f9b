// Settings: everything that can be chosen, with its default; PullSettingTable names each.
using Sluice.Core.Settings;

namespace Sluice.Pull.Settings;

/// <summary>All settings of the pull engine. The engine takes a copy when it is made.</summary>
public sealed record PullSettings
{
    /// <summary>The defaults, which only the table holds.</summary>
    public PullSettings() => PullSettingTable.Table.Preset(this);

    /// <summary>The queue: its URL, its ARN or its name.</summary>
    public string? Queue { get; set; }

    /// <summary>The account that owns a queue given by name, when it is not the caller's.</summary>
    public string? QueueOwner { get; set; }

    /// <summary>AWS region; when absent the queue's, then the environment's.</summary>
    public string? Region { get; set; }

    /// <summary>Profile of the shared AWS files.</summary>
    public string? Profile { get; set; }

    /// <summary>Static access key; with it come the secret and perhaps a session token.</summary>
    public string? AccessKeyId { get; set; }

    /// <summary>Secret of the static access key.</summary>
    public string? SecretAccessKey { get; set; }

    /// <summary>Session token of temporary static keys.</summary>
    public string? SessionToken { get; set; }

    /// <summary>Role to assume.</summary>
    public string? RoleArn { get; set; }

    /// <summary>External id the role asks for.</summary>
    public string? ExternalId { get; set; }

    /// <summary>Session name the role is assumed under.</summary>
    public string RoleSessionName { get; set; } = "";

    /// <summary>One endpoint for SQS and S3 (an emulator, a proxy, an S3-compatible store).</summary>
    public string? Endpoint { get; set; }

    /// <summary>Endpoint of SQS alone.</summary>
    public string? SqsEndpoint { get; set; }

    /// <summary>Endpoint of S3 alone.</summary>
    public string? S3Endpoint { get; set; }

    /// <summary>Endpoint of STS alone.</summary>
    public string? StsEndpoint { get; set; }

    /// <summary>Bucket in the path instead of the host name; absent: on where the S3 endpoint is a custom one.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>File of PEM certificates to trust instead of the system's, as in the AWS CLI.</summary>
    public string? CaBundle { get; set; }

    /// <summary>Role for buckets alone, or <c>bucket-pattern=role</c> pairs, comma-separated.</summary>
    public string? S3RoleArn { get; set; }

    /// <summary>Pays for requests to buckets whose owner does not.</summary>
    public bool RequestPayer { get; set; }

    /// <summary>FIPS endpoints; absent: as the environment or the profile says.</summary>
    public bool? Fips { get; set; }

    /// <summary>Dual-stack endpoints; absent: as the environment or the profile says.</summary>
    public bool? Dualstack { get; set; }

    /// <summary>What a line becomes, where no property below says more.</summary>
    public ParseOptions Options { get; set; } = new();

    /// <summary>The output mapping.</summary>
    public Schema Schema { get => Options.Schema; set => Options = Options with { Schema = value }; }

    /// <summary>Schema <c>ecs</c>: the namespace in <c>data_stream.namespace</c>; absent: no <c>data_stream</c> fields.</summary>
    public string? DataStreamNamespace { get => Options.DataStreamNamespace; set => Options = Options with { DataStreamNamespace = value }; }

    /// <summary>Schema <c>aws</c>: bucket, key and event id in every record.</summary>
    public bool OriginFields { get => Options.OriginFields; set => Options = Options with { OriginFields = value }; }

    /// <summary>Bucket and key in the metadata of MessagePack events; a host sets its own.</summary>
    public bool Metadata { get => Options.OriginMetadata; set => Options = Options with { OriginMetadata = value }; }

    /// <summary>What an event is made of; absent: records, or what the receiver asks for.</summary>
    public Emit? Emit { get; set; }

    /// <summary>With <c>emit raw</c>, header lines as events too: a host's filter reads the columns of the lines after them.</summary>
    public bool EmitHeaders { get; set; }

    /// <summary>Columns of lines without a header.</summary>
    public string? Fields { get => Options.Fields; set => Options = Options with { Fields = value }; }

    /// <summary>Encoding of the output; a host sets its own.</summary>
    public OutputEncoding Encoding { get => Options.Encoding; set => Options = Options with { Encoding = value }; }

    /// <summary>The fate of a malformed line.</summary>
    public OnMalformed OnMalformed { get => Options.OnMalformed; set => Options = Options with { OnMalformed = value }; }

    /// <summary>Long poll, in seconds (SQS allows 0 to 20).</summary>
    public int WaitTime { get; set; }

    /// <summary>Messages asked for at once (SQS allows 1 to 10).</summary>
    public int MaxMessages { get; set; }

    /// <summary>Seconds a received message stays hidden unless it is extended (SQS allows up to 43,200).</summary>
    public int VisibilityTimeout { get; set; }

    /// <summary>Objects read at once; 0: twice the cores, at least 4.</summary>
    public int Concurrency { get; set; }

    /// <summary>Bytes over all objects in flight, sealed batches included.</summary>
    public long MemoryBudget { get; set; }

    /// <summary>Bytes at which a batch is sealed.</summary>
    public int BatchSize { get; set; }

    /// <summary>Longest line read, in bytes.</summary>
    public int MaxLineSize { get; set; }

    /// <summary>Most bytes one object may inflate to.</summary>
    public long MaxObjectSize { get; set; }

    /// <summary>Most bytes a compressed byte may inflate to, once 16 MiB have come out.</summary>
    public int MaxRatio { get; set; }

    /// <summary>Names or patterns (<c>*</c>) of the buckets that may be read, comma-separated; absent: any.</summary>
    public string? AllowBuckets { get; set; }

    /// <summary>Patterns (<c>*</c>) of the keys that are read, comma-separated; absent: any.</summary>
    public string? KeyPattern { get; set; }

    /// <summary>Patterns of the keys that are not read: by default what AWS writes besides logs.</summary>
    public string? SkipKeys { get; set; }

    /// <summary>The fate of a message whose object is no flow log.</summary>
    public OnForeignObject OnForeignObject { get; set; }

    /// <summary>Account that must own the bucket.</summary>
    public string? ExpectedOwner { get; set; }

    /// <summary>The fate of a message whose object is gone.</summary>
    public OnMissingObject OnMissingObject { get; set; }

    /// <summary>Receives after which a missing object is given up and a corrupt one is no longer read.</summary>
    public int MaxReceives { get; set; }

    /// <summary>Seconds without a byte after which a request is given up and tried again.</summary>
    public int ReadTimeout { get; set; }

    /// <summary>Ends when the queue has nothing more to give.</summary>
    public bool Drain { get; set; }

    /// <summary>Receives no more than is needed for this many records; absent: no limit. The consumer counts them.</summary>
    public long? MaxRecords { get; set; }

    /// <summary>Off only in the test that shows what the heartbeat is for.</summary>
    internal bool Heartbeat { get; set; } = true;

    /// <summary>Sets one setting by its name (case and <c>-</c> or <c>_</c> do not matter).</summary>
    /// <returns>False, and one line in <paramref name="error"/>, when the name is unknown or the value wrong.</returns>
    public bool TrySet(string key, string value, out string error)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        error = PullSettingTable.Table.Set(this, key, value) ?? "";
        return error.Length == 0;
    }

    /// <summary>The parser's options that follow from these settings.</summary>
    public ParseOptions ToParseOptions() => Options with
    {
        MaxLineBytes = MaxLineSize,
        RefuseOverlong = true,
        Emit = Emit ?? Core.Settings.Emit.Records,
        EmitHeaders = EmitHeaders && Emit == Core.Settings.Emit.Raw,
    };
}
