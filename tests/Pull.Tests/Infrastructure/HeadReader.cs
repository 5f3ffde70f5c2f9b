// Tests: HTTP heads and bodies off a stream, for the proxy.
using System.Globalization;
using System.Text;

namespace Sluice.Pull.Tests;

/// <summary>Reads a head up to its empty line, and what follows it.</summary>
internal sealed class HeadReader(Stream stream)
{
    private byte[] _buffer = new byte[16 << 10];
    private int _from, _to;

    public async Task<string?> ReadHeadAsync()
    {
        while (true)
        {
            int end = _buffer.AsSpan(_from, _to - _from).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                string head = Encoding.Latin1.GetString(_buffer, _from, end + 4);
                _from += end + 4;
                return head;
            }
            if (_from > 0)
            {
                _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
                (_from, _to) = (0, _to - _from);
            }
            if (_to == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            int read = await stream.ReadAsync(_buffer.AsMemory(_to));
            if (read == 0)
                return null;
            _to += read;
        }
    }

    public async Task<byte[]> ReadBodyAsync(long length)
    {
        byte[] body = new byte[length];
        for (int at = 0; at < length;)
        {
            int read = await ReadAsync(body.AsMemory(at));
            if (read == 0)
                throw new IOException("the request ended early");
            at += read;
        }
        return body;
    }

    public async Task<int> ReadAsync(Memory<byte> room)
    {
        if (_from == _to)
            return await stream.ReadAsync(room);
        int taken = Math.Min(room.Length, _to - _from);
        _buffer.AsMemory(_from, taken).CopyTo(room);
        _from += taken;
        return taken;
    }

    public static string? Value(string head, string name)
    {
        foreach (string line in head.Split("\r\n"))
        {
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                return line[(name.Length + 1)..].Trim();
        }
        return null;
    }

    public static long? Length(string head) =>
        Value(head, "Content-Length") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public static string WithLength(string head, long length) => string.Join("\r\n", head.Split("\r\n")
        .Select(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? $"Content-Length: {length}" : line));
}
