// Ecs: a malformed line in schema ecs.
using Sluice.Core.Text;

namespace Sluice.Core.Schemas.Ecs;

internal sealed unsafe partial class EcsEncoder<TWriter>
{
    public override byte* MalformedBody(byte* at, Slice text, Slice reason, long offset)
    {
        TWriter w = default;
        w.At = at;
        byte* top = w.OpenMap();
        int pairs = 2 + _headPairs;
        w.Put(_head); // data_stream, ecs
        w.Put(_eventKey);
        byte* map = w.OpenMap();
        int inEvent = 4;
        w.Put(_pipelineError); // kind, module, dataset; original comes last
        w.At = EventId(w.At, offset, ref inEvent);
        w.Put(_originalKey);
        w.String(text.Start, text.Length, clean: false);
        w.CloseMap(map, inEvent);
        w.Put(_errorMessage);
        w.String(reason.Start, reason.Length, clean: false);
        w.EndMap();
        if (_origin is not null)
        {
            pairs++;
            w.Put(_awsKey);
            w.Map(1);
            w.Put(_s3);
            w.EndMap();
        }

        w.At = LogOffset(w.At, offset, ref pairs);
        w.CloseMap(top, pairs);
        return w.At;
    }
}
