// Lines room: from the file's schema to the columns that a row is written from, in the file's order.
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

using PhysicalType = Parquet.Meta.Type;

namespace Sluice.Parquet;

/// <summary>Chooses a column for every leaf of the schema.</summary>
internal static class ColumnPlan
{
    private const long Millis = 1_000, Micros = 1_000_000, Nanos = 1_000_000_000, Days = 0;

    /// <summary>
    /// Top-level scalar columns, in order. Nested and repeated ones, and decimals in byte arrays, have no place in a
    /// flow-log record and are left out.
    /// </summary>
    internal static List<Column> Of(ParquetReader reader)
    {
        List<SchemaElement> elements = reader.Metadata!.Schema;
        var forms = new Dictionary<string, Func<DataField, Column?>>(StringComparer.Ordinal);
        for (int at = 1; at < elements.Count; at = After(elements, at))
        {
            SchemaElement element = elements[at];
            if (element.Type is null)
                continue;
            forms[element.Name] = FormOf(element);
            // Annotations make the package convert: strings to UTF-16, times to DateTime. Without them it hands out the
            // physical values, which is what a row is written from.
            element.LogicalType = null;
            element.ConvertedType = null;
        }
        var columns = new List<Column>(elements.Count);
        foreach (Field field in reader.Schema.Fields)
        {
            if (field is DataField { MaxRepetitionLevel: 0 } leaf && forms[leaf.Name](leaf) is { } column)
                columns.Add(column);
        }
        return columns;
    }

    // The schema is a tree written in depth-first order: a group is followed by its children.
    private static int After(List<SchemaElement> elements, int at)
    {
        int next = at + 1;
        for (int child = 0; child < (elements[at].NumChildren ?? 0) && next < elements.Count; child++)
            next = After(elements, next);
        return next;
    }

    private static Func<DataField, Column?> FormOf(SchemaElement element)
    {
        bool isDecimal = element.LogicalType?.DECIMAL is not null || element.ConvertedType == ConvertedType.DECIMAL;
        return element.Type switch
        {
            PhysicalType.INT32 or PhysicalType.INT64 => IntegerFormOf(element, isDecimal),
            PhysicalType.INT96 => static f => new NumberColumn<DateTime, Int96Form>(f, default),
            PhysicalType.FLOAT => static f => new NumberColumn<float, FloatForm>(f, default),
            PhysicalType.DOUBLE => static f => new NumberColumn<double, FloatForm>(f, default),
            PhysicalType.BOOLEAN => static f => new NumberColumn<bool, BooleanForm>(f, default),
            _ => isDecimal ? static _ => null : static f => new TextColumn(f),
        };
    }

    private static Func<DataField, Column?> IntegerFormOf(SchemaElement element, bool isDecimal)
    {
        bool wide = element.Type == PhysicalType.INT64;
        if (isDecimal && element.Scale is > 0 and <= 18)
        {
            var form = new DecimalForm(element.Scale.Value);
            return f => Integer(f, wide, form, form);
        }
        if (UnitsPerSecond(element) is { } units)
        {
            var form = new EpochForm(units);
            return f => Integer(f, wide, form, form);
        }
        return IsUnsigned(element)
            ? f => Integer<UnsignedForm, UnsignedForm>(f, wide, default, default)
            : f => Integer<IntegerForm, IntegerForm>(f, wide, default, default);
    }

    private static Column Integer<TNarrow, TWide>(DataField field, bool wide, TNarrow narrowForm, TWide wideForm)
        where TNarrow : INumberForm<int>
        where TWide : INumberForm<long> =>
        wide ? new NumberColumn<long, TWide>(field, wideForm) : new NumberColumn<int, TNarrow>(field, narrowForm);

    private static long? UnitsPerSecond(SchemaElement element)
    {
        if (element.LogicalType?.TIMESTAMP?.Unit is { } unit)
            return unit.NANOS is not null ? Nanos : unit.MICROS is not null ? Micros : Millis;
        return element.ConvertedType switch
        {
            ConvertedType.TIMESTAMP_MILLIS => Millis,
            ConvertedType.TIMESTAMP_MICROS => Micros,
            ConvertedType.DATE => Days,
            _ => element.LogicalType?.DATE is not null ? Days : null,
        };
    }

    private static bool IsUnsigned(SchemaElement element) =>
        element.LogicalType?.INTEGER is { IsSigned: false }
        || element.ConvertedType is ConvertedType.UINT_8 or ConvertedType.UINT_16
            or ConvertedType.UINT_32 or ConvertedType.UINT_64;
}
