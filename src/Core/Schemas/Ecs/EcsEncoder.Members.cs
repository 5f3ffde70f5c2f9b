// Ecs: aws.vpcflow of a JSON record.
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

internal sealed unsafe partial class EcsEncoder<TWriter>
{
    /// <summary>Writes the members of a JSON record; order and names may differ between records.</summary>
    private byte* Members(byte* at, FlowLine line, ref int fields)
    {
        TWriter w = default;
        w.At = at;
        bool clean = line.FieldsAreClean;
        for (int column = 0; column < line.Columns.Count; column++)
        {
            Slice text = line.Columns.At(column);
            int field = line.Columns.Fields[column];
            if (!text.IsPresent || (field >= 0 && line.Columns.IndexOf[field] != column))
                continue;
            EcsShape shape;
            if (field >= 0)
            {
                shape = _shapes[field];
                w.Put(_fields[field]);
            }
            else
            {
                ReadOnlySpan<byte> name = line.Columns.Names[column].Span;
                shape = EcsShapes.OfUnknown(name);
                if (shape == EcsShape.FlagNames && FlagsOf(line) != 0)
                    continue;
                w.Key(name);
            }

            fields++;
            w.At = Value(w.At, shape, text, clean, ref fields);
        }

        return w.At;
    }
}
