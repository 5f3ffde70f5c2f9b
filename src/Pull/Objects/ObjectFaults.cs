// Objects: from a failed call to an outcome and to a sentence that a person can act on.
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

    private static ObjectFailure Failure(Outcome outcome, CallException e, string text) => new(outcome, $"{text} ({e.Message})", e);

    private static string Action(ObjectRef item, PullSettings settings) =>
        $"{(item.VersionId is null ? "s3:GetObject" : "s3:GetObjectVersion")} on {AwsNames.ObjectsArn(AwsNames.Partition(settings, item.Region), item.Bucket)}";
}
