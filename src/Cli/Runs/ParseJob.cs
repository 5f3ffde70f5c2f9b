// Runs: the run of sluice parse; this thread parses and writes while another reads and inflates.
using System.Diagnostics;
using Sluice.Cli.Input;
using Sluice.Cli.Output;
using Sluice.Core.Framing;
using Sluice.Core.Inflate;
using Sluice.Core.Records;
using Sluice.Core.Settings;
using Sluice.Parquet;
using Sluice.Parquet.Limits;

namespace Sluice.Cli.Runs;

internal sealed class ParseJob : IDisposable
{
    /// <summary>Output is written in pieces: small enough to stay in the cache, large enough that the calls cost little.</summary>
    private const int WriteSize = 512 * 1024;

    private readonly StandardOutput _output = new();
    private readonly Batch _batch = new(WriteSize * 2);
    private readonly MalformedReport _malformed;
    private readonly FlowParser _parser;
    private readonly ParquetLimits _parquet;
    private readonly bool _quiet;
    private readonly ParserInput _input;
    private ParseCounts _done;
    private long _bytesIn;
    private int _exitCode = ExitCode.Success;
    private ProgressLine? _progress;

    /// <summary>Throws <see cref="ArgumentException"/> on options that are wrong.</summary>
    public ParseJob(ParseOptions options, bool quiet)
    {
        // A local file may have any size; what it expands to is still limited in relation to that size.
        _parquet = new ParquetLimits { MaxObjectSize = long.MaxValue, MaxLineBytes = options.MaxLineBytes };
        _quiet = quiet;
        _malformed = new MalformedReport(quiet && options.OnMalformed != OnMalformed.Fail);
        _parser = new FlowParser(options, _malformed.Add);
        _input = new ParserInput(_parser, BlockReader.NewBuffer());
    }

    /// <summary>Reads every input in turn; returns the exit code.</summary>
    public int Run(IReadOnlyList<string> names)
    {
        long start = Stopwatch.GetTimestamp();
        _progress = new ProgressLine(!_quiet, names.Sum(Size));
        using var reader = new BlockReader(names);
        try
        {
            TakeAll(reader);
        }
        catch (ClosedPipeException)
        {
            return ExitCode.Success;
        }
        catch (OutputException e)
        {
            _progress.Clear();
            StandardError.Line($"sluice: {e.Message}");
            return ExitCode.InputOutput;
        }

        _progress.Clear();
        _malformed.Finish();
        if (!_quiet)
            StandardError.Line(
                $"sluice: {_done.Records} records, {_done.Malformed} malformed{Extra(_done.ExtraColumns)}, {_bytesIn} bytes in, {_output.BytesWritten} bytes out, {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s");
        return _exitCode;
    }

    public void Dispose()
    {
        _input.Dispose();
        _parser.Dispose();
        _batch.Dispose();
    }

    /// <summary>The summary's part on columns that their format does not name; empty when there were none.</summary>
    public static string Extra(long records) => records == 0 ? "" : $" ({records} records with more columns than their format has)";

    private void TakeAll(BlockReader reader)
    {
        try
        {
            foreach (LineBlock block in reader.Filled)
            {
                LineBuffer bytes = block.Bytes;
                _input.Exchange(ref bytes);
                reader.GiveBack(bytes);
                if (!Take(block))
                    return;
            }
        }
        catch (Exception e) when (e is not (OutputException or ClosedPipeException))
        {
            // An internal error: what was parsed before it is still good.
            Flush();
            throw;
        }

        reader.Failure?.Throw();
    }

    /// <summary>Parses and writes one block; false when the run ends here.</summary>
    private bool Take(LineBlock block)
    {
        _malformed.Name = block.Name;
        Exception? fault = block.Fault;
        if (block.Input is { Format: ObjectFormat.Parquet } input)
            fault = TakeRows(input);
        else
            TakeLines(ends: block.IsLast && fault is null);

        ShowProgress(block.Input);
        if (block.IsLast)
            End(block);
        if (fault is not null)
            Report(fault);
        if (!_parser.Failed)
            return true;
        _exitCode = ExitCode.Failed;
        return false;
    }

    /// <summary>Parses what was read, after what the parser left of the previous block.</summary>
    private void TakeLines(bool ends)
    {
        bool more = true;
        while (more)
        {
            more = _input.Parse(_batch, WriteSize, ends);
            Flush();
        }
    }

    /// <summary>Reads a Parquet file on this thread, because it must seek. Returns the error that ended it early.</summary>
    private IOException? TakeRows(InputFile input)
    {
        try
        {
            using Stream file = input.Seekable();
            using ParquetFlowReader reader = ParquetFlowReader.Open(file, _parquet);
            bool more = true;
            while (more)
            {
                more = reader.Read(_parser, _batch, WriteSize, CancellationToken.None);
                Flush();
                ShowProgress(input);
            }

            TellLeftOut(reader);
            return null;
        }
        catch (IOException e) when (e is not OutputException)
        {
            Flush();
            return e;
        }
    }

    private void TellLeftOut(ParquetFlowReader reader)
    {
        if (_quiet)
            return;
        _progress!.Clear();
        foreach (string column in reader.LeftOut)
            Console.Error.WriteLine($"sluice: {_malformed.Name}: {column}");
    }

    private void ShowProgress(InputFile? input) =>
        _progress!.Show(_bytesIn + (input?.BytesRead ?? 0), _done.Records + _parser.Counts.Records);

    private void Report(Exception fault)
    {
        _progress!.Clear();
        string where = fault is CorruptInputException corrupt ? $" at byte {corrupt.Offset}" : "";
        StandardError.Line($"sluice: {_malformed.Name}: {Reason(fault)}{where}");
        _exitCode = ExitCode.InputOutput;
    }

    private void End(LineBlock block)
    {
        _bytesIn += block.Input?.BytesRead ?? 0;
        _done.Add(_parser.Counts);
        block.Input?.Dispose();
        _input.Clear();
        if (!_parser.Failed)
            _parser.Reset(null);
    }

    private void Flush()
    {
        _output.Write(_batch.Bytes);
        _batch.Clear();
        _batch.Shrink(WriteSize * 2);
    }

    private string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file",
        // A closed standard input has a stand-in descriptor that cannot be read.
        UnauthorizedAccessException when _malformed.Name == InputFile.Shown(InputFile.StandardInput) => "is closed",
        UnauthorizedAccessException => "permission denied",
        _ => e.Message,
    };

    private static long Size(string name) => name != InputFile.StandardInput && File.Exists(name) ? new FileInfo(name).Length : 0;
}
