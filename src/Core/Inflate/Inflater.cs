// Inflate: the deflate decoder that comes with the framework.
using System.Runtime.InteropServices;

namespace Sluice.Core.Inflate;

/// <summary>
/// One gzip member after the other, checked by the decoder itself: header, reserved flags, CRC-32 and length (RFC 1952).
/// The framework's own stream does not say where a member ends in its input; the native library beneath it does. That
/// library is linked into an ahead-of-time build, and otherwise comes with the runtime.
/// </summary>
internal sealed unsafe partial class Inflater : IDisposable
{
    private const string Library = "libSystem.IO.Compression.Native";

    /// <summary>zlib's windowBits: the largest window (15), with a gzip header and trailer (16).</summary>
    private const int GzipWindow = 15 + 16;

    private const int NeedsOutputOrInput = -5; // Z_BUF_ERROR

    private ZStream* _stream;

    public Inflater()
    {
        _stream = (ZStream*)NativeMemory.AllocZeroed((nuint)sizeof(ZStream));
        if (InflateInit2(_stream, GzipWindow) != 0)
        {
            NativeMemory.Free(_stream);
            _stream = null;
            throw new InsufficientMemoryException("no memory for inflating");
        }
    }

    ~Inflater() => Free();

    /// <summary>What was wrong, when the last step found damage.</summary>
    public string Reason => Marshal.PtrToStringUTF8((nint)_stream->Message) ?? "unknown reason";

    /// <summary>Begins the next member; nothing is allocated.</summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_stream == null, this);
        if (InflateReset2(_stream, GzipWindow) != 0)
            throw new InvalidOperationException("the decoder could not be reset");
    }

    /// <summary>Inflates until the input or the room is used up, or the member ends.</summary>
    public InflateStep Inflate(ReadOnlySpan<byte> input, Span<byte> output, out int taken, out int given)
    {
        ObjectDisposedException.ThrowIf(_stream == null, this);
        int result;
        fixed (byte* from = input)
        fixed (byte* to = output)
        {
            _stream->NextIn = from;
            _stream->AvailableIn = (uint)input.Length;
            _stream->NextOut = to;
            _stream->AvailableOut = (uint)output.Length;
            result = Inflate(_stream, 0);
            taken = input.Length - (int)_stream->AvailableIn;
            given = output.Length - (int)_stream->AvailableOut;
            _stream->NextIn = null;
            _stream->NextOut = null;
        }

        return result switch
        {
            0 or NeedsOutputOrInput => InflateStep.GoOn,
            1 => InflateStep.MemberEnd,
            -4 => throw new InsufficientMemoryException("no memory for inflating"),
            _ => InflateStep.Damaged,
        };
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_stream == null)
            return;
        _ = InflateEnd(_stream);
        NativeMemory.Free(_stream);
        _stream = null;
    }

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateInit2_")]
    private static partial int InflateInit2(ZStream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateReset2_")]
    private static partial int InflateReset2(ZStream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Inflate")]
    private static partial int Inflate(ZStream* stream, int flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateEnd")]
    private static partial int InflateEnd(ZStream* stream);

    /// <summary>PAL_ZStream of the native library.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ZStream
    {
        public byte* NextIn;
        public byte* NextOut;
        public byte* Message;
        public void* State;
        public uint AvailableIn;
        public uint AvailableOut;
    }
}
