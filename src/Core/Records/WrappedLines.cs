// Records: the lines that came inside an object, an array or a table's cell, one after the other.
using Sluice.Core.Text;
using Sluice.Core.Unwrap;

namespace Sluice.Core.Records;

/// <summary>The lines of one wrapper and how many are taken; the lines are valid until the next wrapper.</summary>
internal sealed class WrappedLines
{
    private Unwrapper? _unwrapper; // most inputs never need it
    private int _next;

    /// <summary>Lines of the wrapper are still to be taken.</summary>
    public bool IsPending { get; private set; }

    /// <summary>The current line came out of a wrapper, and is not unwrapped again: the unwrapper already went as deep as it goes.</summary>
    public bool IsInside { get; set; }

    /// <summary>The object, row or other text that holds the lines.</summary>
    public Slice Wrapper { get; private set; }

    /// <summary>How many lines the wrapper holds.</summary>
    public int Count => Unwrap.Lines.Count;

    /// <summary>The wrapper exists for one line: if that is not a record, the whole wrapper is malformed.</summary>
    public bool IsSingle => Unwrap.IsSingle;

    /// <summary>The object last unwrapped is one of our own output records.</summary>
    public bool IsRecord => Unwrap.IsRecord;

    /// <summary>Where the next line stands in its wrapper.</summary>
    public int NextOffset => Unwrap.Lines[_next].Offset;

    private Unwrapper Unwrap => _unwrapper ??= new Unwrapper();

    /// <summary>Takes the lines that an object carries; false when it carries none. <paramref name="wrapper"/> is the object with its line end.</summary>
    public bool TryTakeObject(Slice json, Slice wrapper) => Unwrap.TryUnwrap(json) && Begin(wrapper);

    /// <summary>Takes the lines of a JSON string; false where its escapes are not valid text.</summary>
    public bool TryTakeString(Slice raw, Slice wrapper) => Unwrap.TryTake(raw, isEscaped: true) && Begin(wrapper);

    /// <summary>Takes the lines of a text.</summary>
    public void TakeText(Slice text, Slice wrapper)
    {
        Unwrap.TryTake(text, isEscaped: false);
        Begin(wrapper);
    }

    /// <summary>Takes values that follow one another; false where one of them cannot hold a line.</summary>
    public bool TryTakeValues(Slice values) => Unwrap.TryTakeValues(values) && Begin(values);

    /// <summary>The next line.</summary>
    public WrappedLine Next()
    {
        WrappedLine line = Unwrap.Lines[_next++];
        IsPending = _next < Unwrap.Lines.Count;
        return line;
    }

    /// <summary>Takes no more lines of the wrapper.</summary>
    public void End() => IsPending = false;

    /// <summary>Gives back memory that one huge wrapper needed.</summary>
    public void Shrink(int most) => _unwrapper?.Shrink(most);

    private bool Begin(Slice wrapper)
    {
        Wrapper = wrapper;
        _next = 0;
        IsPending = Unwrap.Lines.Count > 0;
        return true;
    }
}
