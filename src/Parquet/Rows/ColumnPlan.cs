// Rows: chooses the form of each column, by the file's schema.
using Sluice.Core.Inflate;
using Sluice.Parquet.Format;

namespace Sluice.Parquet.Rows;

/// <summary>Chooses how the values of a leaf are written.</summary>
internal static class ColumnPlan
{
    private const long Millis = 1_000, Micros = 1_000_000, Nanos = 1_000_000_000, Days = 0;

    /// <summary>The form of a column; null, with the reason, where it has no place in a flow-log record.</summary>
    internal static ValueForm? FormOf(in SchemaLeaf leaf, out string why)
    {
        why = leaf.IsNested ? "it is nested or repeats" : "flow logs have no columns of its type";
        return leaf.IsNested ? null : FormOf(leaf.Element);
    }

    /// <summary>Throws where the schema gives a fixed-length column an impossible length.</summary>
    internal static void Check(in SchemaElement element, int longest, long offset)
    {
        if (element.Type == PhysicalType.FixedLenByteArray && (element.Length < 1 || element.Length > longest))
            throw new CorruptInputException($"a Parquet column has values of {element.Length} bytes", offset);
    }

    private static ValueForm? FormOf(in SchemaElement element) => element.Type switch
    {
        PhysicalType.Int32 or PhysicalType.Int64 => IntegerFormOf(element, element.Type == PhysicalType.Int64),
        PhysicalType.Int96 => new Int96Form(),
        PhysicalType.Float => new FloatForm(wide: false),
        PhysicalType.Double => new FloatForm(wide: true),
        PhysicalType.Boolean => new BooleanForm(),
        _ => element.Meaning switch
        {
            Meaning.Decimal or Meaning.Other => null,
            Meaning.Uuid when element.Length == UuidForm.Length => new UuidForm(),
            Meaning.Text => new TextForm(isAnnotated: true),
            _ => new TextForm(isAnnotated: false),
        },
    };

    private static ValueForm IntegerFormOf(in SchemaElement element, bool wide) => element.Meaning switch
    {
        Meaning.Decimal when element.Scale is > 0 and <= 18 => new DecimalForm(element.Scale),
        Meaning.Date => new EpochForm(Days),
        Meaning.TimestampMillis => new EpochForm(Millis),
        Meaning.TimestampMicros => new EpochForm(Micros),
        Meaning.TimestampNanos => new EpochForm(Nanos),
        Meaning.Unsigned => new UnsignedForm(wide),
        _ => new IntegerForm(),
    };
}
