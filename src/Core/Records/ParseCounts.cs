// Records: what a parser has seen since its last reset.
namespace Sluice.Core.Records;

/// <summary>Counts of one input; lines = records + malformed + headers + blank lines.</summary>
public struct ParseCounts
{
    /// <summary>Bytes of whole lines consumed, line ends included.</summary>
    public long BytesIn;

    /// <summary>Lines consumed, of every kind.</summary>
    public long Lines;

    /// <summary>Flow-log records understood and written.</summary>
    public long Records;

    /// <summary>Malformed lines, whether kept or dropped.</summary>
    public long Malformed;

    /// <summary>Header lines.</summary>
    public long Headers;

    /// <summary>Records with more columns than their format names; the columns past its end are not read.</summary>
    public long ExtraColumns;

    /// <summary>Records of status NODATA.</summary>
    public long NoData;

    /// <summary>Records of status SKIPDATA.</summary>
    public long SkipData;

    /// <summary>Adds the counts of another input.</summary>
    public void Add(in ParseCounts other)
    {
        BytesIn += other.BytesIn;
        Lines += other.Lines;
        Records += other.Records;
        Malformed += other.Malformed;
        Headers += other.Headers;
        ExtraColumns += other.ExtraColumns;
        NoData += other.NoData;
        SkipData += other.SkipData;
    }
}
