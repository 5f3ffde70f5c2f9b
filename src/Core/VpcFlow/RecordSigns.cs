// VpcFlow: the rule that recognises our own records, in any encoding.
namespace Sluice.Core.VpcFlow;

/// <summary>
/// The members of an object that were seen. Our records hold their line as a text, or none; parsed again, they would lose
/// what the first parse knew. Records of schema <c>aws</c> are known by the names of their flow-log fields instead.
/// </summary>
internal struct RecordSigns
{
    private int _seen;

    /// <summary>Whether a member was seen.</summary>
    public readonly bool Has(RecordMember member) => (_seen & 1 << (int)member) != 0;

    /// <summary>Notes that a member was seen, with the type that it has in our records.</summary>
    public void Add(RecordMember member) => _seen |= 1 << (int)member;

    /// <summary>The member that a name stands for.</summary>
    public static RecordMember MemberOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 when name.SequenceEqual("ecs"u8) => RecordMember.Ecs,
        5 when name.SequenceEqual("event"u8) => RecordMember.Event,
        5 when name.SequenceEqual("cloud"u8) => RecordMember.Cloud,
        5 when name.SequenceEqual("error"u8) => RecordMember.Error,
        6 when name.SequenceEqual("action"u8) => RecordMember.Action,
        7 when name.SequenceEqual("message"u8) => RecordMember.Message,
        10 when name.SequenceEqual("event_kind"u8) => RecordMember.EventKind,
        13 when name.SequenceEqual("error_message"u8) => RecordMember.ErrorMessage,
        _ => RecordMember.None,
    };

    /// <summary>Whether a member is an object in our records; otherwise it is a text.</summary>
    public static bool IsObject(RecordMember member) => member is >= RecordMember.Ecs and <= RecordMember.Action;

    /// <summary>The value of <c>event_kind</c> in a malformed record of schema <c>aws</c>.</summary>
    public static ReadOnlySpan<byte> Failed => "pipeline_error"u8;

    /// <summary>Whether the object is a record of schema ecs or of a sekoia schema, or a malformed record of any schema.</summary>
    public readonly bool IsRecord<TParts>(scoped in TParts parts)
        where TParts : struct, IRecordParts, allows ref struct =>
        IsFailedFlat || (Has(RecordMember.Event) && (IsEcs(parts) || IsSekoia(parts) || IsFailed(parts)));

    private readonly bool IsEcs<TParts>(scoped in TParts parts)
        where TParts : struct, IRecordParts, allows ref struct => Has(RecordMember.Ecs)
        && parts.Has(RecordMember.Event, "dataset"u8, "aws.vpcflow"u8) && parts.Has(RecordMember.Event, "original"u8, default);

    private readonly bool IsSekoia<TParts>(scoped in TParts parts)
        where TParts : struct, IRecordParts, allows ref struct => Has(RecordMember.Message) && Has(RecordMember.Action) && Has(RecordMember.Cloud)
        && parts.Has(RecordMember.Action, "type"u8, "forward"u8) && parts.Has(RecordMember.Cloud, "provider"u8, "aws"u8);

    private readonly bool IsFailed<TParts>(scoped in TParts parts)
        where TParts : struct, IRecordParts, allows ref struct => Has(RecordMember.Message) && Has(RecordMember.Error)
        && parts.Has(RecordMember.Event, "kind"u8, Failed, alone: true) && parts.Has(RecordMember.Error, "message"u8, default, alone: true);

    private readonly bool IsFailedFlat => Has(RecordMember.Message) && Has(RecordMember.EventKind) && Has(RecordMember.ErrorMessage);
}
