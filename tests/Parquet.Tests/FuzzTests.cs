// Tests: damaged files end in rows or in one of two errors, within time and memory.
using System.Diagnostics;
using Sluice.Core;

namespace Sluice.Parquet.Tests;

public sealed class FuzzTests : IDisposable
{
    private const int MaxSeconds = 10;
    private static readonly ParquetLimits _limits = new() { MaxMemory = 32 << 20, MaxTime = TimeSpan.FromSeconds(MaxSeconds) };
    private static readonly byte[] _masks = [0x01, 0xFF];

    private readonly FlowParser _parser = new(new ParseOptions());
    private readonly Batch _batch = new();
    private string _input = "";
    private long _began;

    public void Dispose()
    {
        _parser.Dispose();
        _batch.Dispose();
    }

    [Fact]
    public void Read_OneByteFlipped_GivesRowsOrAnError()
    {
        var files = Fixture.Names.Select(name => (Name: name, Bytes: Fixture.Parquet(name))).ToList();
        long all = files.Sum(file => (long)file.Bytes.Length) * _masks.Length;
        // All flips where there are enough inputs, else some of every file.
        double step = Math.Max(1, (double)all / Fuzz.Count);
        using Timer watch = Watch();
        double next = 0;
        long at = 0;
        foreach ((string name, byte[] bytes) in files)
        {
            for (int i = 0; i < bytes.Length * _masks.Length; i++, at++)
            {
                if (at < next)
                    continue;
                next += step;
                byte mask = _masks[i % _masks.Length];
                bytes[i / _masks.Length] ^= mask;
                Try(bytes, $"{name}, byte {i / _masks.Length} ^ {mask}");
                bytes[i / _masks.Length] ^= mask;
            }
        }
    }

    [Fact]
    public void Read_BytesChangedAtRandom_GivesRowsOrAnError()
    {
        byte[][] files = [.. Fixture.Names.Select(Fixture.Parquet)];
        using Timer watch = Watch();
        foreach (int seed in Fuzz.Seeds())
        {
            var random = new Random(seed);
            byte[] changed = Mutate(files[random.Next(files.Length)], files[random.Next(files.Length)], random);
            Try(changed, $"seed {seed}");
        }
    }

    private static byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        byte[] changed = [.. file];
        // Half of the changes hit the footer, where a byte does the most.
        int from = random.Next(2) == 0 ? 0 : Math.Max(0, changed.Length - 3000);
        for (int n = random.Next(1, 8); n > 0; n--)
        {
            int at = random.Next(from, changed.Length);
            int length = Math.Min(random.Next(1, 40), changed.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 1:
                    changed[at] = random.Next(2) == 0 ? (byte)255 : (byte)0;
                    break;
                case 2: // a piece of another file, or of this one
                    other.AsSpan(0, Math.Min(length, other.Length)).CopyTo(changed.AsSpan(at));
                    break;
                case 3:
                    changed.AsSpan(random.Next(changed.Length - length), length).CopyTo(changed.AsSpan(at));
                    break;
                default: // a piece taken out; the frame stays
                    changed = [.. changed[..at], .. changed[(at + length)..]];
                    from = Math.Min(from, changed.Length - 1);
                    break;
            }
        }
        return changed;
    }

    private void Try(byte[] file, string input)
    {
        _input = input;
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            _parser.Reset(null);
            using ParquetFlowReader reader = ParquetFlowReader.Open(new MemoryStream(file), _limits);
            bool more;
            do
            {
                _batch.Clear();
                more = reader.Read(_parser, _batch, 64 * 1024, default);
            }
            while (more);
            Assert.NotNull(reader.LeftOut);
        }
        catch (CorruptInputException e)
        {
            Assert.True(e.Offset >= 0 && e.Offset <= file.Length, $"{input}: offset {e.Offset} of {file.Length}");
        }
        catch (ParquetLimitException)
        {
        }
        catch (Exception e)
        {
            Assert.Fail($"{input}: {e}");
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < _limits.MaxMemory + (64 << 20), $"{input}: too much memory");
        Assert.True(Stopwatch.GetElapsedTime(_began).TotalSeconds < MaxSeconds, $"{input}: too slow");
    }

    // A reader that hangs would hang the test: the process ends, and says on what input.
    private Timer Watch() => new(
        _ =>
        {
            long began = Volatile.Read(ref _began);
            if (began != 0 && Stopwatch.GetElapsedTime(began).TotalSeconds > 2 * MaxSeconds)
                Environment.FailFast($"Parquet reader hangs on {_input}");
        },
        null, TimeSpan.FromSeconds(MaxSeconds), TimeSpan.FromSeconds(MaxSeconds));
}
