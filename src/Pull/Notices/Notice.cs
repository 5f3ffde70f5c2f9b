// Notices: a decoded message body.
using Sluice.Pull.Calls;

namespace Sluice.Pull.Notices;

/// <summary>A message body, decoded.</summary>
/// <param name="Shape">What it was recognised as.</param>
/// <param name="ViaSns">Whether it came wrapped by SNS.</param>
/// <param name="Objects">Every object it says was created; empty for shapes that name none.</param>
/// <param name="Fault">Why the body was not recognised; null when it was.</param>
internal sealed record Notice(NoticeShape Shape, bool ViaSns, IReadOnlyList<ObjectRef> Objects, string? Fault = null)
{
    /// <summary>The shape as counters and lists name it.</summary>
    public string Label => LabelOf(Shape, ViaSns);

    public static string LabelOf(NoticeShape shape, bool viaSns)
    {
        string name = shape switch
        {
            NoticeShape.S3Event => "s3",
            NoticeShape.EventBridge => "eventbridge",
            NoticeShape.CloudTrail => "cloudtrail",
            NoticeShape.TestEvent => "test",
            NoticeShape.Subscription => "subscription",
            NoticeShape.NothingCreated => "nothing_created",
            _ => "unrecognised",
        };
        return viaSns && shape is not (NoticeShape.Subscription or NoticeShape.Unrecognised) ? "sns_" + name : name;
    }
}
