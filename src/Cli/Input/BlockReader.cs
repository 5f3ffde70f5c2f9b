// Input: reading and inflating, on a thread of its own.
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Sluice.Core.Inflate;

namespace Sluice.Cli.Input;

/// <summary>
/// Reads the inputs one after another into blocks of whole lines: the unfinished last line of a block moves to the
/// front of the next. A block grows up to one line's limit; a longer line is handed over in pieces, which the parser
/// recognises.
/// </summary>
internal sealed class BlockReader : IDisposable
{
    public const int BlockSize = 512 * 1024;

    private const int Blocks = 3;

    private readonly BlockingCollection<LineBlock> _filled = new(Blocks);
    private readonly BlockingCollection<LineBlock> _free = new(Blocks);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _maxLine;
    private readonly Thread _thread;

    public BlockReader(IReadOnlyList<string> names, int maxLine)
    {
        _maxLine = maxLine;
        for (int i = 0; i < Blocks; i++)
            _free.Add(new LineBlock());
        _thread = new Thread(() => Run(names)) { IsBackground = true, Name = "sluice-read" };
        _thread.Start();
    }

    /// <summary>The blocks in order; each must be given back.</summary>
    public IEnumerable<LineBlock> Filled => _filled.GetConsumingEnumerable();

    /// <summary>What ended the reading and is no fault of an input; asked for when no more blocks come.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    public void GiveBack(LineBlock block)
    {
        if (block.Memory.Length > BlockSize)
            block.Memory = new byte[BlockSize];
        _free.Add(block);
    }

    public void Dispose()
    {
        _stop.Cancel();
        // A reader that waits for a slow pipe is left behind: it is a background thread, and the process is ending.
        if (!_thread.Join(TimeSpan.FromMilliseconds(100)))
            return;
        _filled.Dispose();
        _free.Dispose();
        _stop.Dispose();
    }

    private void Run(IReadOnlyList<string> names)
    {
        try
        {
            foreach (string name in names)
                ReadInput(name);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            Failure = ExceptionDispatchInfo.Capture(e);
        }

        _filled.CompleteAdding();
    }

    private void ReadInput(string name)
    {
        LineBlock block = Next(null, name);
        try
        {
            var input = InputFile.Open(name);
            block.Input = input;
            if (input.Format != ObjectFormat.Parquet)
                block = ReadLines(input, block);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            block = _current;
            block.Fault = e;
        }

        block.IsLast = true;
        _filled.Add(block, _stop.Token);
    }

    private LineBlock _current = null!;

    private LineBlock Next(InputFile? input, string name)
    {
        LineBlock block = _free.Take(_stop.Token);
        block.Input = input;
        block.Name = InputFile.Shown(name);
        block.Length = 0;
        block.IsLast = false;
        block.Fault = null;
        return _current = block;
    }

    private LineBlock ReadLines(InputFile input, LineBlock block)
    {
        while (true)
        {
            int read = input.Read(block.Memory.AsSpan(block.Length));
            if (read == 0)
                return block;
            int searched = block.Length;
            block.Length += read;
            bool full = block.Length == block.Memory.Length;
            // Inflated data comes in small pieces: collect a full block. What a pipe brings goes on at once.
            if (!full && input.Format == ObjectFormat.Gzip)
                continue;
            if (full)
                searched = 0;
            int feed = block.Memory.AsSpan(searched, block.Length - searched).LastIndexOf((byte)'\n');
            if (feed >= 0)
                block = HandOver(block, searched + feed + 1);
            else if (block.Length > _maxLine + 1)
                block = HandOver(block, block.Length);
            else if (full)
                Array.Resize(ref block.Memory, Math.Min(block.Memory.Length * 2, _maxLine + 2 + BlockSize));
        }
    }

    private LineBlock HandOver(LineBlock block, int length)
    {
        LineBlock next = Next(block.Input, block.Name);
        int rest = block.Length - length;
        block.Memory.AsSpan(length, rest).CopyTo(next.Memory);
        next.Length = rest;
        block.Length = length;
        _filled.Add(block, _stop.Token);
        return next;
    }
}
