// Ecs: event.
using Sluice.Core.Encodings;
using Sluice.Core.Identity;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>What kind of event a flow is, when it was, and the line that it came from.</summary>
internal sealed unsafe class EcsEvent<TWriter>(EcsLiterals<TWriter> literals)
    where TWriter : struct, IRecordWriter
{
    /// <summary>Caches the text of the last day.</summary>
    public TimeText Time = new();

    public byte* Write(byte* at, FlowLine line, Origin? origin, long offset)
    {
        TWriter w = default;
        w.At = at;
        w.Put(literals.EventKey);
        byte* map = w.OpenMap();
        int pairs = 5;
        w.Put(literals.EventHead); // kind, module, dataset, category; original comes last
        bool decided = line.Action is FlowAction.Accept or FlowAction.Reject;
        bool traffic = line.HasTraffic;
        if (traffic || decided)
        {
            pairs++;
            w.Put(literals.EventType[(traffic ? 3 : 0) + (decided ? (int)line.Action : 0)]);
        }

        if (line.Action != FlowAction.None)
        {
            pairs++;
            w.Put(literals.ActionKey);
            w.Lower(line.ActionText.Start, line.ActionText.Length, line.FieldsAreClean);
        }

        if (decided)
        {
            pairs++;
            w.Put(line.Action == FlowAction.Accept ? literals.Success : literals.Failure);
        }

        w.At = EcsPairs<TWriter>.TextPair(w.At, literals.ReasonKey, line.Get(FlowField.RejectReason), line.FieldsAreClean, ref pairs);
        if (line.Start >= 0)
        {
            pairs++;
            w.Put(literals.StartKey);
            w.Time(ref Time, line.Start);
        }

        if (line.End >= 0)
        {
            pairs++;
            w.Put(literals.EndKey);
            w.Time(ref Time, line.End);
        }

        if (line.Start >= 0 && line.End >= line.Start)
        {
            pairs++;
            w.Put(literals.DurationKey);
            w.Integer(Nanoseconds(line.End - line.Start));
        }

        w.At = Id(w.At, origin, offset, ref pairs);
        w.Put(literals.OriginalKey);
        w.String(line.Message.Start, line.Message.Length, line.MessageIsClean);
        w.CloseMap(map, pairs);
        return w.At;
    }

    public byte* Id(byte* at, Origin? origin, long offset, ref int pairs)
    {
        if (origin is null)
            return at;
        TWriter w = default;
        w.At = at;
        pairs++;
        w.Put(literals.IdKey);
        return SchemaEncoder<TWriter>.Id(w.At, origin, offset);
    }

    private static long Nanoseconds(long seconds) =>
        seconds > long.MaxValue / 1_000_000_000 ? long.MaxValue : seconds * 1_000_000_000;
}
