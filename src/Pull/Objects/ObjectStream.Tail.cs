// Objects: the end of an object, looked at before its body is read.
using Sluice.Pull.Calls;

namespace Sluice.Pull.Objects;

internal sealed partial class ObjectStream
{
    /// <summary>Bytes of the whole object; null where the server does not say.</summary>
    public long? Total => _promise.Length;

    /// <summary>
    /// The last <paramref name="length"/> bytes, by a request of its own; null where the server has no ranges or does not
    /// answer now. The body shows the same later, at the cost of being read.
    /// </summary>
    public byte[]? Tail(int length)
    {
        if (Total is not { } total || total < length)
            return null;
        try
        {
            var opened = Wait(new ValueTask<OpenedObject>(_calls.OpenAsync(_item, Key, _regions.Of(_item), total - length, _first?.ETag, Stallable())));
            using var body = opened.Body;
            byte[] tail = new byte[length];
            int have = 0;
            while (opened.From == total - length && have < length)
            {
                int read = Wait(body.ReadAsync(tail.AsMemory(have), Stallable()));
                if (read == 0)
                    return null;
                have += read;
            }
            return have == length ? tail : null;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested && (e is CallException || IsTransient(e)))
        {
            return null;
        }
    }
}
