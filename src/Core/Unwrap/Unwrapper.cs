// Unwrap: finds the lines that a JSON object carries, by the object's shape.
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Unwrap;

/// <summary>
/// Recognises an object that holds a line (<c>{"message": "…"}</c>), a list of such objects (<c>logEvents</c> of a
/// CloudWatch subscription), or a list of records; these may be nested. The lines are copied, and are valid until
/// the next call.
/// </summary>
internal sealed unsafe class Unwrapper
{
    /// <summary>Levels of text in text: Firehose may wrap CloudWatch, which may wrap JSON. Nothing from AWS nests deeper.</summary>
    private const int MaxDepth = 3;

    private const int MaxAccount = 20;

    private readonly PinnedArena _memory = new();

    /// <summary>The lines found.</summary>
    public List<WrappedLine> Lines { get; } = [];

    /// <summary>The object exists for one line: if that is not a record, the whole object is malformed.</summary>
    public bool IsSingle { get; private set; }

    /// <summary>The object of the last call of <see cref="TryUnwrap"/> is one of our own output records.</summary>
    public bool IsRecord { get; private set; }

    /// <summary>Finds the lines of an object that is valid JSON; false when it carries none in any known way.</summary>
    public bool TryUnwrap(Slice json)
    {
        Clear();
        Members found = Members.Of(json);
        IsRecord = found.IsRecord;
        return Object(found, json, 0, 0);
    }

    /// <summary>Takes the lines of a JSON string, or of a table's cell; false where its escapes are not valid text.</summary>
    public bool TryTake(Slice raw, bool isEscaped)
    {
        Clear();
        return Text(raw, isEscaped, 0, 0);
    }

    /// <summary>
    /// Takes values that follow one another, with or without an array around them; false where one is not JSON, or is
    /// neither an object nor a text.
    /// </summary>
    public bool TryTakeValues(Slice text)
    {
        Clear();
        IsSingle = false;
        var cursor = new JsonCursor(text.Start, text.Length);
        while (cursor.Peek() is not 0 and var first)
        {
            int at = cursor.Position;
            if (first is (byte)'[' or (byte)']' or (byte)',')
            {
                cursor.Take(first);
                continue;
            }

            if (first is not ((byte)'{' or (byte)'"') || !cursor.TakeValue(out Slice value))
                return false;
            bool good = first == '{'
                ? Item(value, 0, at)
                : Text(new Slice(value.Start + 1, value.Length - 2), isEscaped: true, 0, at);
            if (!good)
                Add(Copy(value, isEscaped: false), at);
        }

        return true;
    }

    /// <summary>Gives back memory that one huge object needed.</summary>
    public void Shrink(int most)
    {
        Clear();
        if (_memory.Size > most)
            _memory.Free();
        if (Lines.Capacity * sizeof(WrappedLine) > most)
            Lines.Capacity = 0;
    }

    private void Clear()
    {
        Lines.Clear();
        _memory.Clear();
        IsSingle = true;
    }

    private bool Object(in Members found, Slice json, int depth, int offset)
    {
        if (found.IsRecord)
            return false;
        if (found.IsControl)
        {
            IsSingle = false;
            return true;
        }

        if (found.Line.Start is not null)
        {
            int at = offset + (int)(found.Line.Start - json.Start);
            return found.IsLineObject ? Item(found.Line, depth, at) : Text(found.Line, found.IsLineEscaped, depth, at);
        }

        int before = Lines.Count;
        if (found.List.Start is null || !List(found.List, depth, offset + (int)(found.List.Start - json.Start)))
            return false;
        SetSource(found, before);
        return true;
    }

    private void SetSource(in Members found, int first)
    {
        bool isAccount = found.Owner.Length <= MaxAccount && Digits.All(found.Owner.Span);
        var source = new EnvelopeSource(isAccount ? Copy(found.Owner, isEscaped: false) : default,
            Copy(found.LogGroup, isEscaped: true), Copy(found.LogStream, isEscaped: true));
        for (int i = first; i < Lines.Count && source.IsKnown; i++)
            if (!Lines[i].Source.IsKnown)
                Lines[i] = Lines[i] with { Source = source };
    }

    /// <summary>Takes all items of an array; false when the first carries no line.</summary>
    private bool List(Slice array, int depth, int offset)
    {
        IsSingle = false;
        int before = Lines.Count;
        var cursor = new JsonCursor(array.Start, array.Length);
        cursor.Take((byte)'[');
        bool more = cursor.Peek() != ']';
        while (more)
        {
            cursor.Peek();
            int at = offset + cursor.Position;
            if (!cursor.TakeValue(out Slice item) || !cursor.TakeNext((byte)']', out more))
                return false;
            if (Item(item, depth, at))
                continue;
            if (Lines.Count == before)
                return false;
            Add(Copy(item, isEscaped: false), at); // a malformed line among good ones
        }

        return true;
    }

    private bool Item(Slice item, int depth, int offset)
    {
        if (*item.Start != '{')
            return false;
        Members found = Members.Of(item);
        if (!found.HasIdentity)
            return Object(found, item, depth, offset);
        Add(Copy(item, isEscaped: false), offset);
        return true;
    }

    /// <summary>Takes a text of one line or several, or of JSON that may wrap lines itself.</summary>
    private bool Text(Slice raw, bool isEscaped, int depth, int offset)
    {
        Slice text = Copy(raw, isEscaped);
        if (text.Start is null)
            return false;
        int blanks = text.Span.IndexOfAnyExcept(" \t\r\n"u8);
        if (blanks < 0 || text.Start[blanks] != '{')
        {
            Split(text, offset);
            return true;
        }

        text = new Slice(text.Start + blanks, text.Length - blanks);
        var json = new JsonCursor(text.Start, text.Length);
        if (depth + 1 < MaxDepth && json.TakeValue(out Slice value) && json.Peek() == 0)
        {
            Members found = Members.Of(value);
            int before = Lines.Count;
            if (!found.HasIdentity && Object(found, value, depth + 1, offset + blanks))
                return true;
            Lines.RemoveRange(before, Lines.Count - before);
        }

        Add(text, offset);
        return true;
    }

    /// <summary>Adds each line of a text by itself; blank ones are left out.</summary>
    private void Split(Slice text, int offset)
    {
        int before = Lines.Count;
        for (int at = 0; at < text.Length;)
        {
            int length = new ReadOnlySpan<byte>(text.Start + at, text.Length - at).IndexOf((byte)'\n');
            if (length < 0)
                length = text.Length - at;
            if (new ReadOnlySpan<byte>(text.Start + at, length).IndexOfAnyExcept(" \t\r"u8) >= 0)
                Add(new Slice(text.Start + at, length), offset + at);
            at += length + 1;
        }

        IsSingle &= Lines.Count - before <= 1;
    }

    private void Add(Slice text, int offset) => Lines.Add(new WrappedLine(text, offset));

    /// <summary>A copy that does not move; its start is null where an escape is not valid text.</summary>
    private Slice Copy(Slice raw, bool isEscaped)
    {
        byte* to = _memory.Room(raw.Length);
        int length = raw.Length;
        if (isEscaped)
            length = JsonText.Unescape(raw, to);
        else
            raw.Span.CopyTo(new Span<byte>(to, length));
        if (length < 0)
            return default;
        to[length] = (byte)'\n';
        _memory.Keep(length + 1);
        return new Slice(to, length);
    }
}
