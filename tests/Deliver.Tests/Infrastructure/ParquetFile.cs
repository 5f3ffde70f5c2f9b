// Tests: flow-log records as a Parquet file, written by another library.
using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Sluice.Deliver.Tests;

/// <summary>Columns as S3 delivery has them: integers where AWS has integers, absent texts as <c>-</c>.</summary>
internal static class ParquetFile
{
    private static readonly string[] Wide = ["packets", "bytes", "start", "end"], Narrow = ["version", "srcport", "dstport", "protocol"];

    public static async Task<byte[]> Of(string[] names, IReadOnlyList<string[]> rows)
    {
        DataField[] fields = [.. names.Select(name => Wide.Contains(name) ? new DataField<long?>(name) : Narrow.Contains(name) ? (DataField)new DataField<int?>(name) : new DataField<string>(name))];
        using var memory = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), memory))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            for (int i = 0; i < fields.Length; i++)
            {
                string[] column = [.. rows.Select(row => row[i])];
                if (Wide.Contains(names[i]))
                    await group.WriteAsync<long>(fields[i], column.Select(text => text == "-" ? (long?)null : long.Parse(text, CultureInfo.InvariantCulture)).ToArray().AsMemory());
                else if (Narrow.Contains(names[i]))
                    await group.WriteAsync<int>(fields[i], column.Select(text => text == "-" ? (int?)null : int.Parse(text, CultureInfo.InvariantCulture)).ToArray().AsMemory());
                else
                    await group.WriteAsync(fields[i], column);
            }
        }

        return memory.ToArray();
    }
}
