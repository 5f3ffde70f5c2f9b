// Objects: the columns of Parquet objects that are left out.
using Sluice.Pull.Calls;
using Sluice.Pull.Log;

namespace Sluice.Pull.Objects;

/// <summary>Logs a column once for each reader: every object of a flow log has the same.</summary>
internal sealed class LeftOutColumns(IPullLog log)
{
    /// <summary>How many columns are logged.</summary>
    private const int MostTold = 100;

    private readonly HashSet<string> _told = [];

    public void Tell(ObjectRef item, IEnumerable<string> columns)
    {
        foreach (string column in columns)
            if (_told.Count < MostTold && _told.Add(column))
                log.Write(LogLevel.Info, new("parquet_column", $"{item}: {column}", ("bucket", item.Bucket), ("key", item.Key)));
    }
}
