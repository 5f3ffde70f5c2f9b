// VpcFlow: what the rule that recognises our own records needs from an encoding.
namespace Sluice.Core.VpcFlow;

/// <summary>The inner objects of a record, in JSON or in MessagePack.</summary>
internal interface IRecordParts
{
    /// <summary>
    /// Whether the object <paramref name="part"/>, which must have been seen, has a text under <paramref name="key"/>,
    /// equal to <paramref name="text"/> unless that is empty; with <paramref name="alone"/>, as its only member.
    /// </summary>
    bool Has(RecordMember part, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, bool alone = false);
}
