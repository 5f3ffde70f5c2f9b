// Parquet: a Parquet object as flow records; each row becomes JSON, and the places of its values, for the parser.
using Sluice.Core.Inflate;
using Sluice.Core.Records;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;
using Sluice.Parquet.Format;
using Sluice.Parquet.Limits;
using Sluice.Parquet.Pages;
using Sluice.Parquet.Rows;

namespace Sluice.Parquet;

/// <summary>
/// Reads the rows of one Parquet object in order. Each row goes to the parser as one compact JSON object, with the
/// columns' names in the columns' order and without absent values; that JSON is the record's <c>message</c>, and is read only
/// where it says more than the places of its values (<see cref="TableColumns"/>).
/// Not thread-safe; one reader per object. Holds in memory, for each column, a window of one page and the dictionary.
/// </summary>
public sealed class ParquetFlowReader : IDisposable
{
    // Bounds of the window of a page that each column holds; larger pages are inflated to a temporary file.
    private const int LeastWindow = 16 * 1024, MostWindow = 4 * 1024 * 1024, RowsPerCheck = 1024;

    private const int ShownName = 100, MostTold = 20;

    private readonly ParquetLimits _limits;
    private readonly FileFooter _footer;
    private readonly ReadClock _clock;
    private readonly ExpansionMeter _expanded;
    private readonly PageLoader _loader;
    private readonly List<ColumnReader> _columns = [];
    private readonly List<string> _leftOut = [];
    private readonly RowWriter _row = new();
    private bool _isFlowTable; // a column makes each row a flow record, even where it is absent
    private TableColumns? _table; // of a flow table whose rows the parser may take without reading their JSON
    private long _rowsLeft;
    private int _group = -1;

    private ParquetFlowReader(FileBytes file, byte[] footer, ParquetLimits limits)
    {
        _limits = limits;
        var memory = new MemoryMeter(limits.MaxMemory);
        memory.Take(footer.Length, "its footer");
        _footer = ParquetFooter.Parse(footer, file.Length, limits);
        _clock = new ReadClock(limits.MaxTime, file.Length);
        _expanded = ParquetFooter.RowMeter(file.Length, limits);
        long end = file.Length - ParquetFooter.TailLength - footer.Length;
        _loader = new PageLoader(file, end, new ExpansionMeter(limits, file.Length, "its pages"), memory, _clock);
        Plan(memory, end);
    }

    /// <summary>Rows read so far; a fault comes after them.</summary>
    public long RowsRead { get; private set; }

    /// <summary>Columns left out of the rows, or with values left out: one printable line each, with the reason.</summary>
    public IReadOnlyList<string> LeftOut
    {
        get
        {
            var told = _leftOut.Concat(_columns.Where(column => column.LeftOutBinary)
                .Select(column => Told(column.Name, "has values that are not text; they are left out"))).Distinct().ToList();
            if (told.Count <= MostTold)
                return told;
            return [.. told.Take(MostTold), $"{told.Count - MostTold} more columns are left out"];
        }
    }

    /// <summary>Opens an object and reads its footer.</summary>
    /// <param name="seekable">The whole object. The caller disposes it, and must not use it before the reader is done.</param>
    /// <param name="limits">Limits on reading it.</param>
    /// <exception cref="CorruptInputException">Not a Parquet file, or a truncated or damaged one.</exception>
    /// <exception cref="ParquetLimitException">It cannot be read within the limits.</exception>
    public static ParquetFlowReader Open(Stream seekable, ParquetLimits limits)
    {
        ArgumentNullException.ThrowIfNull(seekable);
        ArgumentNullException.ThrowIfNull(limits);
        var file = new FileBytes(seekable);
        Span<byte> tail = stackalloc byte[ParquetFooter.TailLength];
        if (file.Length >= tail.Length)
        {
            file.ReadAt(0, tail[..4]);
            ParquetFooter.CheckHead(tail[..4]);
            file.ReadAt(file.Length - tail.Length, tail);
        }
        byte[] footer = new byte[ParquetFooter.LengthOf(tail, file.Length, limits)];
        file.ReadAt(file.Length - tail.Length - footer.Length, footer);
        return new ParquetFlowReader(file, footer, limits);
    }

    /// <summary>
    /// Parses rows into <paramref name="output"/> until its length reaches <paramref name="stopAt"/> bytes. True: call
    /// again. False at the end of the object, and when the parser failed on a row.
    /// </summary>
    /// <exception cref="CorruptInputException">The object is damaged; the rows before the damage are in <paramref name="output"/>.</exception>
    /// <exception cref="ParquetLimitException">The object exceeds a limit; the rows before that are in <paramref name="output"/>.</exception>
    /// <exception cref="SpoolException">A page is too large for memory, and the temporary file cannot be written.</exception>
    public bool Read(FlowParser parser, Batch output, int stopAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parser);
        ArgumentNullException.ThrowIfNull(output);
        _clock.Start(cancellationToken);
        try
        {
            while (!parser.Failed)
            {
                if (_rowsLeft == 0 && !NextGroup())
                    return false;
                ParseRows(parser, output, stopAt);
                if (output.Length >= stopAt)
                    return true;
            }
            return false;
        }
        finally
        {
            _clock.Stop();
        }
    }

    /// <summary>Ends the reading; the object's stream stays open.</summary>
    public void Dispose() => _loader.Dispose();

    private void Plan(MemoryMeter memory, long at)
    {
        int window = (int)Math.Clamp(_limits.MaxMemory / 2 / Math.Max(1, _footer.Leaves.Count), LeastWindow, MostWindow);
        var entry = new RowWriter();
        for (int i = 0; i < _footer.Leaves.Count; i++)
        {
            SchemaLeaf leaf = _footer.Leaves[i];
            _isFlowTable |= FlowFields.TryFind(System.Text.Encoding.UTF8.GetBytes(leaf.Top), out FlowField field) && FlowFields.IsIdentity(field);
            ColumnPlan.Check(leaf.Element, _limits.MaxLineBytes, at);
            if (ColumnPlan.FormOf(leaf, out string why) is { } form)
                _columns.Add(new ColumnReader(leaf, i, form, _loader, _limits, memory, entry, window));
            else
                _leftOut.Add(Told(leaf.Top, $"is left out: {why}"));
        }
        if (_isFlowTable)
            _table = TableColumns.Of(_columns.Select(column => column.Name));
    }

    private bool NextGroup()
    {
        do
        {
            long rows = _footer.NextGroup();
            if (rows < 0)
                return false;
            _rowsLeft = rows;
            _group++;
        }
        while (_rowsLeft == 0);
        foreach (ColumnReader column in _columns)
            column.Open(_footer.Chunks[column.Index]);
        return true;
    }

    private void ParseRows(FlowParser parser, Batch output, int stopAt)
    {
        while (_rowsLeft > 0 && output.Length < stopAt && !parser.Failed)
        {
            if (_rowsLeft % RowsPerCheck == 0)
                _clock.Check();
            WriteRow();
            _expanded.Add(_row.Length + _columns.Count);
            _rowsLeft--;
            RowsRead++;
            if (_table is not null && _row.IsClean)
                parser.ParseRow(_row.Written, _row.Readable, _table, output);
            else if (_isFlowTable)
                parser.ParseRow(_row.Written, output);
            else
                parser.ParseLine(_row.Written, output);
        }
    }

    private void WriteRow()
    {
        _row.Clear();
        _row.Byte((byte)'{');
        int at = 0;
        try
        {
            for (; at < _columns.Count; at++)
                WriteMember(at);
        }
        catch (CorruptInputException e)
        {
            throw new CorruptInputException($"{e.Message} ({Where(_columns[at])})", e.Offset);
        }
        catch (ParquetLimitException e)
        {
            throw new ParquetLimitException($"{e.Message} ({Where(_columns[at])})", e.Setting);
        }
        _row.Byte((byte)'}');
    }

    private void WriteMember(int index)
    {
        ColumnReader column = _columns[index];
        int before = _row.Length;
        if (before > 1)
            _row.Byte((byte)',');
        _row.Raw(column.Member);
        int value = _row.Length;
        // A row longer than a line may be is malformed, whatever the other columns hold: write no more of it.
        bool isPresent = column.TryWrite(_row) && before <= _limits.MaxLineBytes;
        (int start, int end) = isPresent ? _row.TextOf(value) : (0, 0);
        if (!isPresent)
            _row.Truncate(before);
        _table?.Place(index, start, end);
    }

    private string Where(ColumnReader column) => $"{Shown(column.Name)}, row group {_group}";

    private static string Told(string name, string what) => $"column {Shown(name)} {what}";

    private static string Shown(string name) =>
        Printable.Escape(name.Length > ShownName ? string.Concat(name.AsSpan(0, ShownName), "…") : name);
}
