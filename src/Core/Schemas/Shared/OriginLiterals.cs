// Shared: the constant text of the object that records come from.
using Sluice.Core.Encodings;
using Sluice.Core.Identity;
using Sluice.Core.Text;

namespace Sluice.Core.Schemas.Shared;

/// <summary>Names an object in literals that last as long as the object is read.</summary>
internal sealed class OriginLiterals<TWriter>(Origin origin)
    where TWriter : struct, IRecordWriter
{
    private readonly LiteralArena<TWriter> _arena = new();

    public Origin Origin { get; } = origin;

    public PaddedText Bucket { get; } = new(origin.Bucket);

    public PaddedText Key { get; } = new(origin.Key);

    /// <summary>The most bytes of a literal that holds both names.</summary>
    public int Most => (Bucket.Length + Key.Length) * RecordText.MaxGrowth + 512;

    public Literal Make(LiteralArena<TWriter>.Content content) => _arena.Make(content, Most);
}
