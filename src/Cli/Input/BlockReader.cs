// Input: reading and inflating, on a thread of its own.
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Sluice.Core.Framing;
using Sluice.Core.Inflate;

namespace Sluice.Cli.Input;

/// <summary>
/// Reads the inputs one after another into blocks. A block may end inside a line: the other thread joins lines
/// (<see cref="Core.Records.ParserInput"/>).
/// </summary>
internal sealed class BlockReader : IDisposable
{
    private const int BlockSize = 512 * 1024;

    /// <summary>Room at the front for what the parser left of the previous block; longer than most lines.</summary>
    private const int Ahead = 64 * 1024;

    /// <summary>One being read into and one that is full; the parser holds a third.</summary>
    private const int Blocks = 2;

    private readonly BlockingCollection<LineBlock> _filled = new(Blocks);
    private readonly BlockingCollection<LineBuffer> _free = new(Blocks);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    public BlockReader(IReadOnlyList<string> names)
    {
        for (int i = 0; i < Blocks; i++)
            _free.Add(NewBuffer());
        _thread = new Thread(() => Run(names)) { IsBackground = true, Name = "sluice-read" };
        _thread.Start();
    }

    /// <summary>The blocks in order; for each, its buffer or another in exchange must be given back.</summary>
    public IEnumerable<LineBlock> Filled => _filled.GetConsumingEnumerable();

    /// <summary>The error that ended the reading, unless an input's; valid when no more blocks come.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>A buffer of a block's size.</summary>
    public static LineBuffer NewBuffer() => new(BlockSize, Ahead);

    /// <summary>Takes an empty buffer back; one that grew for a huge line is freed and replaced.</summary>
    public void GiveBack(LineBuffer buffer)
    {
        if (buffer.Capacity > BlockSize + Ahead)
        {
            buffer.Dispose();
            buffer = NewBuffer();
        }

        _free.Add(buffer);
    }

    public void Dispose()
    {
        _stop.Cancel();
        // A thread that still waits for a slow pipe is abandoned: it is a background thread, and the process is ending.
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
        var block = new LineBlock(InputFile.Shown(name), null, _free.Take(_stop.Token));
        Exception? fault = null;
        try
        {
            var input = InputFile.Open(name);
            block = block with { Input = input };
            bool more = input.Format != ObjectFormat.Parquet;
            while (more)
            {
                more = Fill(block.Bytes, input);
                if (more)
                {
                    _filled.Add(block, _stop.Token);
                    block = block with { Bytes = _free.Take(_stop.Token) };
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            fault = e;
        }

        _filled.Add(block with { IsLast = true, Fault = fault }, _stop.Token);
    }

    /// <summary>Reads until the buffer is worth handing over; false at the input's end.</summary>
    private static bool Fill(LineBuffer buffer, InputFile input)
    {
        while (true)
        {
            Span<byte> room = buffer.Free(0);
            int read = input.Read(room);
            buffer.Advance(read);
            if (read == 0 || read == room.Length)
                return read > 0;
            // Inflated data comes in small pieces: collect a full block. A pipe's data is handed over at each line end.
            if (input.Format != ObjectFormat.Gzip && room[..read].Contains((byte)'\n'))
                return true;
        }
    }
}
