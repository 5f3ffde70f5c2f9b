// Limits: the bytes that one object's reader holds.
namespace Sluice.Parquet.Limits;

/// <summary>Counts memory before it is allocated. Not thread-safe.</summary>
internal sealed class MemoryMeter(long limit)
{
    // The most bytes of one array, whatever the limit.
    private const long MaxArray = 1L << 30;

    private long _held;

    internal long Limit => limit;

    /// <summary>Counts bytes before they are allocated; throws where they would exceed the limit.</summary>
    internal void Take(long bytes, string what)
    {
        if (bytes > limit - _held)
        {
            throw new ParquetLimitException(
                $"{what} needs {bytes} bytes of memory besides the {_held} in use, and {limit} are allowed", "memory_budget");
        }
        _held += bytes;
    }

    internal void Give(long bytes) => _held -= bytes;

    /// <summary><paramref name="array"/> where it has <paramref name="size"/> elements, else a new one, which is not filled.</summary>
    internal T[] Resize<T>(T[] array, long size, string what)
        where T : unmanaged
    {
        if (array.Length >= size)
            return array;
        int width = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        if (size > MaxArray / width)
            throw new ParquetLimitException($"{what} of {size * width} bytes is too large");
        Take((size - array.Length) * width, what);
        return GC.AllocateUninitializedArray<T>((int)size);
    }
}
