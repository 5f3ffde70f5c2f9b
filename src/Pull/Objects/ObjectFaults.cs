// Objects: from a failed call to an outcome and to a sentence that a person can act on.
using Sluice.Core.Inflate;
using Sluice.Core.Records;
using Sluice.Parquet.Limits;
using Sluice.Parquet.Spool;
using Sluice.Pull.Calls;
using Sluice.Pull.Names;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Objects;

/// <summary>Words for what went wrong with an object.</summary>
internal static class ObjectFaults
{
    /// <summary>The failure that a call's error amounts to.</summary>
    public static ObjectFailure Explain(CallException e, ObjectRef item, PullSettings settings) => e.Fault switch
    {
        CallFault.Missing => Failure(Outcome.Missing, e, $"{item} does not exist, or was deleted"),
        CallFault.NoBucket => Failure(Outcome.NoBucket, e, $"{item}: the bucket does not exist"),
        CallFault.Denied when settings.ExpectedOwner is { } owner => Failure(Outcome.Refused, e,
            $"{item}: access denied; either the bucket is not owned by {owner} (expected_owner) or {Action(item, settings)} is not allowed"),
        CallFault.Denied => Failure(Outcome.Denied, e,
            $"{item}: access denied; allow {Action(item, settings)} (without s3:ListBucket a missing object looks the same)"),
        CallFault.KmsDenied => Failure(Outcome.KmsDenied, e,
            $"{item}: access to the KMS key that encrypts it is denied; allow kms:Decrypt on that key"),
        CallFault.Archived => Failure(Outcome.Archived, e, $"{item} is in an archive tier; restore it first"),
        CallFault.WrongRegion => Failure(Outcome.NoBucket, e, $"{item}: the bucket is in another region, and S3 does not say which"),
        CallFault.Credentials => Failure(Outcome.Credentials, e, $"{item}: the credentials are not accepted"),
        CallFault.NoCredentials => new(Outcome.Credentials, $"{item}: {e.Message}", e),
        CallFault.Changed => Failure(Outcome.Transient, e, $"{item} changed while it was being read"),
        _ => Failure(Outcome.Transient, e, $"{item} could not be read"),
    };

    /// <summary>What an exception says of the object that was being read; null when it says nothing, and is an error of ours.</summary>
    public static ObjectFailure? Of(Exception e, ObjectRef item, CancellationToken stop) => e switch
    {
        ObjectFailure failure => failure,
        CorruptInputException corrupt => new(Outcome.Corrupt, $"{item} is truncated or corrupt at byte {corrupt.Offset}: {e.Message}", e),
        UnreadableFormatException => new(Outcome.Corrupt, $"{item} {e.Message}", e),
        InflateLimitException => new(Outcome.OverLimit, $"{item} {e.Message}", e),
        ParquetLimitException { Setting: null } => new(Outcome.OverLimit, $"{item}: {e.Message}", e),
        ParquetLimitException limit => new(Outcome.OverLimit, $"{item}: {e.Message} ({limit.Setting})", e),
        OperationCanceledException when stop.IsCancellationRequested => new(Outcome.Abandoned, $"{item} was not read: the engine is stopping"),
        SpoolException => new(Outcome.Transient, $"{item}: {e.Message}", e),
        InvalidDataException or NotSupportedException => new(Outcome.Corrupt, $"{item} cannot be read: {e.Message}", e),
        _ => null,
    };

    /// <summary>A line of the object is longer than the parser's limit.</summary>
    public static ObjectFailure Overlong(ObjectRef item, FlowParser parser) =>
        new(Outcome.OverLimit, $"{item}: line {parser.Counts.Lines + 1} is longer than {parser.MaxLineBytes} bytes (max_line_size)");

    private static ObjectFailure Failure(Outcome outcome, CallException e, string text) => new(outcome, $"{text} ({e.Message})", e);

    private static string Action(ObjectRef item, PullSettings settings) =>
        $"{(item.VersionId is null ? "s3:GetObject" : "s3:GetObjectVersion")} on {AwsNames.ObjectsArn(AwsNames.Partition(settings, item.Region), item.Bucket)}";
}
