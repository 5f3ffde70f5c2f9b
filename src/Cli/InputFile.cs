// CLI: one named input.
using Sluice.Core;

namespace Sluice.Cli;

/// <summary>A file or standard input, and what its first bytes say it is.</summary>
internal sealed class InputFile : IDisposable
{
    public const string StandardInput = "-";

    private readonly PeekStream _stream;
    private readonly GzipReader? _gzip;

    private InputFile(string name, Stream stream)
    {
        Name = name == StandardInput ? "standard input" : name;
        Source = stream;
        _stream = new PeekStream(stream);
        Format = ObjectFormats.Detect(_stream.Peek(ObjectFormats.MagicLength));
        if (Format == ObjectFormat.Gzip)
            _gzip = new GzipReader(_stream);
    }

    public string Name { get; }

    public ObjectFormat Format { get; }

    /// <summary>The file itself, for a format that must seek.</summary>
    public Stream Source { get; }

    /// <summary>The stream with the peeked bytes still to come.</summary>
    public Stream Whole => _stream;

    /// <summary>Bytes of the file taken so far.</summary>
    public long BytesRead => _stream.BytesRead;

    /// <summary>Opens an input; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    public static InputFile Open(string name)
    {
        if (name == StandardInput)
            return new InputFile(name, Console.OpenStandardInput());
        if (Directory.Exists(name))
            throw new IOException("is a directory");
        return new InputFile(name, new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
    }

    public int Read(Span<byte> buffer) => _gzip is null ? _stream.Read(buffer) : _gzip.Read(buffer);

    public void Dispose()
    {
        _gzip?.Dispose();
        _stream.Dispose();
    }
}
