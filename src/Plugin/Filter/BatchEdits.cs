// Filter: the edits of a batch that only a rewriter needs.
using Sluice.Core;

namespace Sluice.Plugin.Filter;

/// <summary>Moves a batch's end without writing.</summary>
internal static unsafe class BatchEdits
{
    /// <summary>Leaves room; its content is whatever was there.</summary>
    public static void Skip(this Batch batch, int bytes) => batch.Commit(batch.Reserve(bytes) + bytes, 0);

    /// <summary>Forgets what was written past <paramref name="length"/>.</summary>
    public static void Truncate(this Batch batch, int length) => batch.Commit(batch.Pointer + length, 0);
}
