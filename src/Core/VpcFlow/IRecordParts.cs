// VpcFlow: what the rule for our own records asks of an encoding.
namespace Sluice.Core.VpcFlow;

/// <summary>The inner objects of a record, in JSON or in MessagePack.</summary>
internal interface IRecordParts
{
    /// <summary>
    /// Whether the object <paramref name="part"/>, which is there, has a text under <paramref name="key"/> and, unless
    /// <paramref name="text"/> is empty, this text; <paramref name="alone"/>: and nothing else.
    /// </summary>
    bool Has(RecordMember part, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, bool alone = false);
}
