// Pages: from a page in the file to its inflated bytes.
using Sluice.Core.Inflate;
using Sluice.Parquet.Format;
using Sluice.Parquet.Limits;

namespace Sluice.Parquet.Pages;

/// <summary>
/// Reads page headers and inflates pages, for all columns of a file. A page is inflated whole, to memory or to the
/// temporary file, so that the codec has checked it before any of its values is used.
/// </summary>
internal sealed class PageLoader(FileBytes file, long end, ExpansionMeter inflated, MemoryMeter memory, ReadClock clock) : IDisposable
{
    // Statistics in a header may hold two values of the column, so headers can be large.
    private const int LeastHeader = 512, MostHeader = 1024 * 1024, Chunk = 64 * 1024;

    private readonly Codecs _codecs = new(memory);
    private readonly SpillFile _spill = new();
    private byte[] _header = [];
    private byte[] _chunk = [];
    private long _read;

    /// <summary>Reads the header at <paramref name="at"/>, and moves <paramref name="at"/> past it.</summary>
    internal PageHeader ReadHeader(ref long at)
    {
        clock.Check();
        for (int size = LeastHeader; ; size *= 4)
        {
            long there = Math.Min(size, end - at);
            if (at < 0 || there <= 0)
                throw new CorruptInputException("Parquet pages end before their values do", Math.Clamp(at, 0, end));
            _header = memory.Resize(_header, there, "a page header");
            Span<byte> bytes = _header.AsSpan(0, (int)there);
            file.ReadAt(at, bytes);
            var thrift = new ThriftReader(bytes, at);
            try
            {
                PageHeader header = PageHeader.Read(ref thrift);
                at += thrift.At;
                Count(thrift.At + (long)header.Compressed, at, header);
                return header;
            }
            catch (EndOfStreamException) when (there == size && size < MostHeader)
            {
                // Try again with a larger part of the file.
            }
            catch (EndOfStreamException)
            {
                throw new CorruptInputException("a Parquet page header is cut off", at);
            }
        }
    }

    /// <summary>Opens the inflated bytes of a page, or of its part after the levels, stored at <paramref name="at"/>.</summary>
    internal void Load(PageBytes to, int column, PageCodec codec, long at, int stored, int size)
    {
        inflated.Add(size);
        if (codec == PageCodec.Uncompressed)
        {
            if (stored != size)
                throw new CorruptInputException("a Parquet page is not compressed, but has two different sizes", at);
            to.Open(file, at, size, at);
            return;
        }
        // A page of NULLs may have no values at all.
        if (size == 0 || stored == 0)
        {
            if (size != 0)
                throw new CorruptInputException("a Parquet page is empty", at);
            to.Open(file, at, 0, at);
            return;
        }
        try
        {
            using Stream stream = _codecs.Open(codec, file, at, stored, size);
            if (size <= to.Window)
                stream.ReadExactly(to.OpenWhole(size, at));
            else
                Spill(stream, to, column, size, at);
            Span<byte> none = stackalloc byte[1];
            if (stream.Read(none) != 0)
                throw new InvalidDataException("it inflates to more than its size");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or InvalidOperationException or ZstdSharp.ZstdException)
        {
            throw new CorruptInputException($"a Parquet page ({codec}) is damaged: {e.Message}", at);
        }
        finally
        {
            _codecs.Close();
        }
    }

    /// <summary>Opens stored bytes as they are: the levels of a version 2 page.</summary>
    internal void LoadStored(PageBytes to, long at, int length)
    {
        inflated.Add(length);
        to.Open(file, at, length, at);
    }

    public void Dispose() => _spill.Dispose();

    private void Spill(Stream stream, PageBytes to, int column, int size, long at)
    {
        _chunk = memory.Resize(_chunk, Chunk, "inflating a page");
        long place = SpillFile.PlaceOf(column);
        for (int done = 0; done < size;)
        {
            Span<byte> part = _chunk.AsSpan(0, Math.Min(Chunk, size - done));
            stream.ReadExactly(part);
            _spill.Write(place + done, part);
            done += part.Length;
            clock.Check();
        }
        to.Open(_spill, place, size, at);
    }

    // Bytes read twice belong to two columns or row groups; without this check a small file could be read for ever.
    private void Count(long bytes, long at, in PageHeader header)
    {
        if (header.Compressed > end - at)
            throw new CorruptInputException("a Parquet page is not in the file", at);
        _read += bytes;
        if (_read > file.Length)
            throw new CorruptInputException("Parquet columns overlap", at);
    }
}
