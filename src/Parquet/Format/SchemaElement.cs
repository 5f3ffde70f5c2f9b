// Format: parquet.thrift, SchemaElement.
namespace Sluice.Parquet.Format;

/// <summary>One node of the schema, which is written as a tree in depth-first order.</summary>
internal struct SchemaElement
{
    private const int Optional = 1, Repeated = 2;

    private int _repetition;

    /// <summary>Null for a group.</summary>
    internal PhysicalType? Type { get; private set; }

    /// <summary>Bytes of each value of a fixed-length column.</summary>
    internal int Length { get; private set; }

    internal int Children { get; private set; }

    internal string Name { get; private set; }

    /// <summary>The name as written, by which chunks refer to it.</summary>
    internal byte[] NameBytes { get; private set; }

    internal Meaning Meaning { get; private set; }

    /// <summary>Digits after the decimal point.</summary>
    internal int Scale { get; private set; }

    internal readonly bool IsOptional => _repetition == Optional;

    internal readonly bool IsRepeated => _repetition == Repeated;

    internal static SchemaElement Read(ref ThriftReader thrift)
    {
        var element = new SchemaElement { Name = "", NameBytes = [] };
        var fields = default(ThriftFields);
        while (thrift.Next(ref fields))
            element.Take(ref thrift, fields);
        if (element.Children < 0 || (element.Type is not null && element.Children > 0))
            throw thrift.Corrupt($"a column with {element.Children} children");
        if (element.Type is < PhysicalType.Boolean or > PhysicalType.FixedLenByteArray)
            throw thrift.Corrupt($"a column of type {(int)element.Type}");
        if (element._repetition is < 0 or > Repeated)
            throw thrift.Corrupt($"a column of repetition {element._repetition}");
        return element;
    }

    private void Take(ref ThriftReader thrift, in ThriftFields field)
    {
        switch (field.Id)
        {
            case 1:
                Type = (PhysicalType)thrift.Int32(field);
                break;
            case 2:
                Length = thrift.Int32(field);
                break;
            case 3:
                _repetition = thrift.Int32(field);
                break;
            case 4:
                NameBytes = thrift.Binary(field).ToArray();
                Name = System.Text.Encoding.UTF8.GetString(NameBytes);
                break;
            case 5:
                Children = thrift.Int32(field);
                break;
            case 6:
                Meaning meaning = OfConverted(thrift.Int32(field));
                Meaning = Meaning == Meaning.None ? meaning : Meaning;
                break;
            case 7:
                Scale = thrift.Int32(field);
                break;
            case 10:
                thrift.Struct(field);
                ReadLogical(ref thrift);
                break;
            default:
                thrift.Skip(field);
                break;
        }
    }

    private void ReadLogical(ref ThriftReader thrift)
    {
        var kind = default(ThriftFields);
        while (thrift.Next(ref kind))
        {
            thrift.Struct(kind);
            var fields = default(ThriftFields);
            Meaning = kind.Id switch
            {
                1 or 4 or 12 => Meaning.Text,
                5 => Meaning.Decimal,
                6 => Meaning.Date,
                8 => Meaning.TimestampMillis,
                10 => Meaning.None,
                11 => Meaning.None,
                14 => Meaning.Uuid,
                2 or 3 or 7 => Meaning.None,
                _ => Meaning.Other,
            };
            while (thrift.Next(ref fields))
                TakeLogical(ref thrift, kind.Id, fields);
        }
    }

    private void TakeLogical(ref ThriftReader thrift, int kind, in ThriftFields field)
    {
        switch (kind, field.Id)
        {
            case (5, 1):
                Scale = thrift.Int32(field);
                break;
            case (8, 2):
                thrift.Struct(field);
                var unit = default(ThriftFields);
                while (thrift.Next(ref unit))
                {
                    Meaning = unit.Id switch { 1 => Meaning.TimestampMillis, 2 => Meaning.TimestampMicros, _ => Meaning.TimestampNanos };
                    thrift.Skip(unit);
                }
                break;
            case (10, 2):
                Meaning = thrift.Bool(field) ? Meaning.None : Meaning.Unsigned;
                break;
            default:
                thrift.Skip(field);
                break;
        }
    }

    private static Meaning OfConverted(int converted) => converted switch
    {
        0 or 4 or 19 => Meaning.Text,
        5 => Meaning.Decimal,
        6 => Meaning.Date,
        9 => Meaning.TimestampMillis,
        10 => Meaning.TimestampMicros,
        >= 11 and <= 14 => Meaning.Unsigned,
        20 or 21 => Meaning.Other,
        _ => Meaning.None,
    };
}
