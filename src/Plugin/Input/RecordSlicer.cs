// Input: cuts a batch into runs of whole records.
using Sluice.Core.Encodings;
using Sluice.Core.Settings;

namespace Sluice.Plugin.Input;

/// <summary>Finds where records end in either encoding.</summary>
internal static class RecordSlicer
{
    /// <summary>
    /// Length of a run from the start that is at most <paramref name="most"/> bytes, or of one record when that
    /// alone is longer.
    /// </summary>
    public static int Cut(ReadOnlySpan<byte> data, OutputEncoding encoding, int most, out int records) =>
        encoding == OutputEncoding.MsgPack ? CutMsgPack(data, most, out records) : CutLines(data, most, out records);

    private static int CutMsgPack(ReadOnlySpan<byte> data, int most, out int records)
    {
        var reader = new MsgPackReader(data);
        int end = 0;
        records = 0;
        while (!reader.AtEnd && reader.TrySkip() && (records == 0 || reader.Position <= most))
        {
            end = reader.Position;
            records++;
        }

        return end == 0 ? data.Length : end;
    }

    private static int CutLines(ReadOnlySpan<byte> data, int most, out int records)
    {
        int end = data.Length <= most ? data.Length : data[..most].LastIndexOf((byte)'\n') + 1;
        if (end == 0)
            end = data.IndexOf((byte)'\n') + 1;
        if (end == 0)
            end = data.Length;
        records = data[..end].Count((byte)'\n');
        return end;
    }
}
