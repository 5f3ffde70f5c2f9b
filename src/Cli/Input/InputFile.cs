// Input: one named input.
using Sluice.Core.Inflate;
using Sluice.Parquet.Spool;

namespace Sluice.Cli.Input;

/// <summary>A file or standard input, and what its first bytes say it is.</summary>
internal sealed class InputFile : IDisposable
{
    public const string StandardInput = "-";

    /// <summary>The most room in the temporary folder that a Parquet file on standard input may take.</summary>
    private const long SpoolLimit = 16L << 30;

    private readonly Stream _source;
    private readonly PeekStream _stream;
    private readonly long _size;
    private readonly ObjectContent _content;

    private InputFile(Stream stream)
    {
        _source = stream;
        _stream = new PeekStream(stream);
        try
        {
            _size = stream.CanSeek ? stream.Length : 0;
            _content = ObjectContent.Open(_stream, InflateLimits.None);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    public ObjectFormat Format => _content.Format;

    /// <summary>Bytes of the file read so far; a Parquet file of known size counts whole.</summary>
    public long BytesRead => Format == ObjectFormat.Parquet && _size > 0 ? _size : _stream.BytesRead;

    /// <summary>An input's name for messages.</summary>
    public static string Shown(string name) => name switch
    {
        StandardInput => "standard input",
        "" => "''",
        _ => name,
    };

    /// <summary>Opens an input; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    public static InputFile Open(string name)
    {
        if (name == StandardInput)
            return new InputFile(Console.OpenStandardInput());
        if (name.Length == 0)
            throw new IOException("the file name is empty");
        if (Directory.Exists(name))
            throw new IOException("is a directory");
        return new InputFile(new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
    }

    /// <summary>The whole input, for a format that must seek; an input that cannot is spooled to a temporary file first.</summary>
    public Stream Seekable()
    {
        if (!_source.CanSeek)
            return ParquetSpool.ToFileAsync(_stream, ReadOnlyMemory<byte>.Empty, SpoolLimit).GetAwaiter().GetResult();
        _source.Position = 0;
        return _source;
    }

    public int Read(Span<byte> buffer)
    {
        int read = _content.Read(buffer);
        if (read == 0 && _stream.BytesRead < _size)
            throw new IOException($"became shorter while it was being read: {_stream.BytesRead} of {_size} bytes");
        return read;
    }

    public void Dispose()
    {
        _content.Dispose();
        _stream.Dispose();
    }
}
