// Records: what is written of a line, and counted.
using System.Runtime.CompilerServices;
using Sluice.Core.Settings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

public sealed unsafe partial class FlowParser
{
    /// <summary>How much of an event is written.</summary>
    private enum Form
    {
        /// <summary>A whole event: time, metadata and body.</summary>
        Event,

        /// <summary>The body alone.</summary>
        Body,
    }

    private LineOutcome Record(Batch output, Form form)
    {
        if (_hasSource)
            FillFromSource();
        byte* at = output.Reserve(_encoder.Room(_line));
        byte* end = form == Form.Body
            ? _encoder.Body(at, _line, _offset)
            : _encoder.Record(at, _line, _offset, TimeWhenAbsent);
        output.Commit(end, 1);
        LastTime = _encoder.TimeOf(_line);
        _counts.Records++;
        if (_line.Status == FlowStatus.NoData)
            _counts.NoData++;
        else if (_line.Status == FlowStatus.SkipData)
            _counts.SkipData++;
        return LineOutcome.Record;
    }

    /// <summary>What a line lacks may stand in its envelope, or in the name of its object.</summary>
    private void FillFromSource()
    {
        _line.LogGroup = _source.LogGroup;
        _line.LogStream = _source.LogStream;
        if (_source.Account.IsPresent)
            _line.FillAccount(_source.Account);
        else if (_origin is not null)
            _line.FillAccount(_origin.Account);
    }

    private LineOutcome Malformed(Slice text, in Fault fault, Batch output, Form form)
    {
        // An object that wraps this line alone is kept whole: the line may be the least of it.
        if (_inWrapped && Unwrap.IsSingle)
            text = _wrapper;
        _counts.Malformed++;
        LastTime = -1;
        LastFault = fault.Kind;
        _reasonLength = fault.Format(_reason.AsSpan(0, Fault.MaxText));
        _onMalformed?.Invoke(new MalformedLine(_counts.Lines, _offset, text.Span, LastReason) { Kind = LastFault });
        if (_options.OnMalformed == OnMalformed.Fail)
        {
            Failed = true;
        }
        else if (_options.OnMalformed == OnMalformed.Keep)
        {
            var reason = new Slice((byte*)Unsafe.AsPointer(ref _reason[0]), _reasonLength);
            byte* at = output.Reserve(_encoder.Room(text.Length + _reasonLength, clean: false));
            byte* end = form == Form.Body
                ? _encoder.MalformedBody(at, text, reason, _offset)
                : _encoder.Malformed(at, text, reason, _offset, TimeWhenAbsent);
            output.Commit(end, 1);
        }

        return LineOutcome.Malformed;
    }
}
