// Objects: what notice and answer together say about an object: its length, and whether this is the object at all.
using Sluice.Pull.Calls;

namespace Sluice.Pull.Objects;

/// <summary>Compares an answer to the notice that led to it.</summary>
internal readonly struct ObjectPromise
{
    private readonly ObjectRef? _item;
    private readonly OpenedObject? _opened;

    public ObjectPromise(ObjectRef item, OpenedObject opened)
    {
        _item = item;
        _opened = opened;
        bool bothTold = item.ETag is not null && opened.ETag is not null;
        bool same = bothTold && AreSame(item.ETag!, opened.ETag!);
        bool other = bothTold && !same;
        IsAnother = other || (item.Size is { } told && opened.Total is { } total && told != total && !same);
        // A length that contradicts the notice's, for the same content, is the connection's fault.
        Length = same && item.Size > opened.Total ? item.Size : opened.Total;
        Least = Length ?? (other ? 0 : item.Size ?? 0);
    }

    /// <summary>Where the body ends; null where that is not known, and it is read to its end.</summary>
    public long? Length { get; }

    /// <summary>A body that ends before this many bytes is cut off.</summary>
    public long Least { get; }

    /// <summary>The object is not the one that the notice named: its ETag or its size differs.</summary>
    public bool IsAnother { get; }

    /// <summary>Whether two ETags name the same content; they are only compared.</summary>
    public static bool AreSame(string one, string other) => one.AsSpan().Trim('"').SequenceEqual(other.AsSpan().Trim('"'));

    /// <summary>
    /// Why the answer must come from something between us and S3; null when it may be the object.
    /// <paramref name="first"/>: its first bytes, as far as they are known.
    /// </summary>
    public string? Doubt(ReadOnlySpan<byte> first)
    {
        if (_opened is not { } opened || _item is not { } item || opened.IsOfS3)
            return null;
        if (item.ETag is { } told && opened.ETag is { } etag && AreSame(told, etag))
            return null;
        if (opened.ContentType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true || ForeignLook.IsHtml(first))
            return "the response is a web page, not the object: a proxy or something else between here and S3 answered instead";
        return opened.ETag is null && item.Size is { } size && opened.Total is { } total && size != total
            ? $"the response is not the object: it has no S3 headers, and {total} bytes instead of {size}"
            : null;
    }
}
