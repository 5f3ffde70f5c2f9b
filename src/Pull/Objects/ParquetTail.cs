// Objects: the footer of a large Parquet object, looked at before its body is read.
using Sluice.Parquet;
using Sluice.Parquet.Limits;

namespace Sluice.Pull.Objects;

/// <summary>One or two small requests instead of gigabytes that cannot be used.</summary>
internal static class ParquetTail
{
    /// <summary>A smaller object is read as quickly as its tail alone.</summary>
    private const int LookedAtFrom = 1 << 20;

    /// <summary>The footers of most objects are no larger.</summary>
    private const int UsualTail = 64 << 10;

    /// <summary>Refuses an object whose footer is invalid or exceeds a limit, before the object is fetched.</summary>
    public static void Check(ObjectStream stream, ParquetLimits limits)
    {
        if (stream.Total is not { } total || total < LookedAtFrom || stream.Tail(UsualTail) is not { } tail)
            return;
        int needed = ParquetFooter.Check(tail, total, limits);
        if (needed > tail.Length && stream.Tail(needed) is { } more)
            ParquetFooter.Check(more, total, limits);
    }
}
