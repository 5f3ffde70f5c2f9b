// Records: lines that come inside an object or a table's cell, taken as if they had come bare.
using Sluice.Core.Framing;
using Sluice.Core.Text;
using Sluice.Core.Unwrap;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

public sealed unsafe partial class FlowParser
{
    /// <summary>Memory that one huge object made necessary is given back when the next input begins.</summary>
    private const int KeptMemory = 256 * 1024;

    /// <summary>Lines of a framed wrapper have places of their own, whatever the number of the next framed line.</summary>
    private const int FramedShift = 24;

    private FlowJson? _json;
    private Unwrapper? _unwrapper;
    private bool _trusted;
    private bool _inWrapped;
    private int _nextWrapped;
    private int _wrapUsed;
    private Slice _wrapper;
    private EnvelopeSource _source;
    private bool _hasSource; // the input has a name, or had an envelope

    // Most inputs never need either.
    private FlowJson Json => _json ??= new FlowJson();

    private Unwrapper Unwrap => _unwrapper ??= new Unwrapper();

    /// <summary>An object that the caller has framed; line ends behind it are part of its message.</summary>
    private LineOutcome TakeJson(Slice message, Batch output, Form form)
    {
        var fault = default(Fault);
        JsonRecord read = ReadJson(message, ref fault, out int length);
        if (read is JsonRecord.Record or JsonRecord.OtherObject or JsonRecord.BadValue
            && message.Span[length..].IndexOfAnyExcept(" \t\r\n"u8) >= 0)
        {
            if (!_inWrapped && Unwrap.TryTakeValues(message))
                return Wrap(message);
            fault = new Fault { Kind = FaultKind.NotJson, Found = length };
            read = JsonRecord.NotJson;
        }

        // What is cut off ends where its line does.
        if (fault.Kind == FaultKind.NotJson)
            fault.Found = Math.Min(fault.Found, message.Span.TrimEnd("\r\n"u8).Length);
        return TakeObject(read, new Slice(message.Start, length), message, ref fault, output, form);
    }

    private JsonRecord ReadJson(Slice text, ref Fault fault, out int length)
    {
        _planLoaded = null; // the line's columns will be the object's, whatever becomes of it
        return Json.Read(text, _trusted, _line, ref fault, out length);
    }

    private LineOutcome TakeObject(JsonRecord read, Slice json, Slice message, ref Fault fault, Batch output, Form form)
    {
        _line.Message = message;
        _line.MessageIsClean = false;
        if (read == JsonRecord.Record && _line.Check(FlowLine.CheckedByTable, declared: true, ref fault))
            return Record(output, form);
        // What is unwrapped already is not unwrapped again: the unwrapper has gone as deep as it goes.
        if (read == JsonRecord.OtherObject && !_inWrapped && Unwrap.TryUnwrap(json))
            return Wrap(message);
        if (read == JsonRecord.OtherObject && !_inWrapped && Unwrap.IsRecord)
            fault = new Fault { Kind = FaultKind.RecordAlready };
        return Malformed(message, fault, output, form);
    }

    /// <summary>The lines of the unwrapper are next; <paramref name="wrapper"/> is what they came in.</summary>
    private LineOutcome Wrap(Slice wrapper)
    {
        IsWrapping = true;
        _nextWrapped = 0;
        _wrapper = wrapper;
        return LineOutcome.Several;
    }

    /// <summary>Takes the wrapped lines as long as there is room; the bytes of their wrapper are used with the last.</summary>
    private int TakeWrapped(int used, Batch output, int stopAt)
    {
        _wrapUsed = used;
        // Each line that is wrapped counts, and the wrapper does not.
        if (Unwrap.Lines.Count > 0)
            _counts.Lines--;
        return GoOnWrapped(output, stopAt);
    }

    private int GoOnWrapped(Batch output, int stopAt)
    {
        while (_nextWrapped < Unwrap.Lines.Count)
        {
            if (output.Length >= stopAt)
                return 0;
            _counts.Lines++;
            TakeInner(_offset + (Unwrap.IsSingle ? 0 : Unwrap.Lines[_nextWrapped].Offset), output, Form.Event);
            if (Failed)
                return 0;
        }

        IsWrapping = false;
        return Used(_wrapUsed);
    }

    /// <summary>A framed wrapper: the only line is taken at once, of several each waits for its turn.</summary>
    private LineOutcome FramedWrapper(Batch output, Form form)
    {
        int count = Unwrap.Lines.Count;
        IsWrapping = count > 1;
        if (count == 0)
            return Unwrap.IsSingle ? LineOutcome.Blank : LineOutcome.Control;
        if (count == 1)
            return TakeInner(_offset, output, form);
        _counts.Lines--;
        return LineOutcome.Several;
    }

    private LineOutcome NextWrapped(Batch output, Form form)
    {
        _counts.Lines++;
        long offset = (_offset << FramedShift) + Unwrap.Lines[_nextWrapped].Offset;
        LineOutcome outcome = TakeInner(offset, output, form);
        IsWrapping = _nextWrapped < Unwrap.Lines.Count && !Failed;
        return outcome;
    }

    private LineOutcome TakeInner(long offset, Batch output, Form form)
    {
        (Slice text, _, _source) = Unwrap.Lines[_nextWrapped++];
        _hasSource |= _source.IsKnown;
        long outer = _offset;
        _offset = offset;
        _inWrapped = true;
        LineOutcome outcome;
        if (*text.Start == '{')
        {
            outcome = TakeJson(text, output, form);
        }
        else
        {
            LineScanner.ScanFramed(text.Start, text.Length, _tokens);
            outcome = Take(text.Start, _tokens.Length, output, form);
        }

        _inWrapped = false;
        _source = default;
        _offset = outer;
        return outcome;
    }
}
