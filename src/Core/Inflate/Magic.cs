// Inflate: one row of the table of magic bytes.
namespace Sluice.Core.Inflate;

/// <summary>Bytes that a format begins with.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Is">What the format is and what to do, as text that follows the object's name.</param>
/// <param name="At">The offset of the bytes.</param>
/// <param name="AlsoText">Text may begin with these bytes too: the rest must not look like text.</param>
internal sealed record Magic(byte[] Bytes, string Is, int At = 0, bool AlsoText = false)
{
    /// <summary>Whether the magic is there.</summary>
    public bool Matches(ReadOnlySpan<byte> head) => head.Length >= At + Bytes.Length && head[At..].StartsWith(Bytes);

    /// <summary>Whether more bytes could make it match.</summary>
    public bool MayMatch(ReadOnlySpan<byte> head) => At == 0 && head.Length < Bytes.Length && Bytes.AsSpan().StartsWith(head);
}
