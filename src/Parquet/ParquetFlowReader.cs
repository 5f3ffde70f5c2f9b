// Lines room: a Parquet object as flow records; each row becomes a JSON line for the parser.
using Parquet;
using Sluice.Core;

namespace Sluice.Parquet;

/// <summary>
/// Reads the rows of one Parquet object in order. A row is handed to the parser as one compact JSON object with the
/// columns' names in the columns' order, absent values left out, and that JSON is the record's <c>message</c>.
/// Not thread-safe; one reader per object. Memory: one row group in compact form.
/// </summary>
public sealed class ParquetFlowReader : IAsyncDisposable, IDisposable
{
    private readonly ParquetInput _input;
    private readonly ParquetReader _reader;
    private readonly List<Column> _columns;
    private readonly Scratch _scratch = new();
    private readonly RowWriter _row = new();
    private int _nextGroup;
    private int _rows;
    private int _nextRow;

    private ParquetFlowReader(ParquetInput input, ParquetReader reader, List<Column> columns)
    {
        _input = input;
        _reader = reader;
        _columns = columns;
    }

    /// <summary>Rows read so far: the row that a fault stands behind.</summary>
    public long RowsRead { get; private set; }

    /// <summary>Opens an object and reads its footer.</summary>
    /// <param name="seekable">The whole object; the reader does not dispose it, and must be its only user.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CorruptInputException">This is no Parquet file, or a truncated or damaged one.</exception>
    public static async Task<ParquetFlowReader> OpenAsync(Stream seekable, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seekable);
        var input = new ParquetInput(seekable);
        try
        {
            FooterGuard.Check(input);
            ParquetReader reader = await ParquetReader
                .CreateAsync(input, new ParquetOptions(), leaveStreamOpen: true, cancellationToken)
                .ConfigureAwait(false);
            FooterGuard.CheckRows(reader.Metadata!, input);
            return new ParquetFlowReader(input, reader, ColumnPlan.Of(reader));
        }
        catch (Exception e) when (e is not OperationCanceledException and not CorruptInputException)
        {
            throw Translate(e, input, "Parquet footer");
        }
    }

    /// <summary>
    /// Parses rows into <paramref name="output"/> until its length reaches <paramref name="stopAt"/> bytes: true, call
    /// again. False at the end of the object, and where the parser failed on a row.
    /// </summary>
    /// <exception cref="CorruptInputException">
    /// The object is damaged; the rows of the row groups before the damage are in <paramref name="output"/>.
    /// </exception>
    public async ValueTask<bool> ReadAsync(
        FlowParser parser, Batch output, int stopAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parser);
        ArgumentNullException.ThrowIfNull(output);
        while (!parser.Failed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_nextRow < _rows)
            {
                ParseRows(parser, output, stopAt);
                if (output.Length >= stopAt)
                    return true;
                continue;
            }
            if (_nextGroup >= _reader.RowGroupCount)
                return false;
            await LoadGroupAsync(cancellationToken).ConfigureAwait(false);
        }
        return false;
    }

    /// <summary>Ends the reading; the object's stream stays open.</summary>
    public void Dispose() => _input.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return _reader.DisposeAsync();
    }

    private void ParseRows(FlowParser parser, Batch output, int stopAt)
    {
        while (_nextRow < _rows && output.Length < stopAt && !parser.Failed)
        {
            WriteRow(_nextRow++);
            RowsRead++;
            parser.ParseLine(_row.Written.Span, output);
        }
    }

    private void WriteRow(int index)
    {
        _row.Clear();
        _row.Byte((byte)'{');
        foreach (Column column in _columns)
        {
            int before = _row.Length;
            if (before > 1)
                _row.Byte((byte)',');
            _row.Raw(column.Member);
            if (!column.TryWrite(index, _row))
                _row.Truncate(before);
        }
        _row.Byte((byte)'}');
    }

    private async ValueTask LoadGroupAsync(CancellationToken cancellationToken)
    {
        int index = _nextGroup++;
        _rows = _nextRow = 0;
        try
        {
            ParquetRowGroupReader group = _reader.OpenRowGroupReader(index);
            int rows = FooterGuard.RowsOf(group.RowGroup);
            foreach (Column column in _columns)
            {
                PageGuard.Check(_input, column.ChunkIn(group));
                await column.LoadAsync(group, rows, _scratch, cancellationToken).ConfigureAwait(false);
            }
            _rows = rows;
        }
        catch (Exception e) when (e is not OperationCanceledException and not CorruptInputException)
        {
            throw Translate(e, _input, $"Parquet row group {index}");
        }
    }

    /// <summary>
    /// The package answers damage with whatever its code stumbles over (index, argument, overflow, its own types). All of
    /// them mean one thing here, unless it was the stream that failed.
    /// </summary>
    private static CorruptInputException Translate(Exception e, ParquetInput input, string where)
    {
        input.Fault?.Throw();
        return new CorruptInputException($"{where} is damaged or not supported: {e.Message}", input.Position);
    }
}
