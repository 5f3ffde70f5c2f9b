// Simulation: a body on its way, in pieces, with the ends that it may come to.
namespace Sluice.Pull.Tests;

/// <summary>Gives bytes at once or a little later; breaks off where it is told to.</summary>
internal sealed class SimBody(SimWorld world, SimClock clock, byte[] bytes, int from, SimOutcome outcome, int endsAt) : Stream
{
    private int _at = from;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int end = outcome is SimOutcome.CutBody or SimOutcome.ShortBody or SimOutcome.HungBody ? endsAt : bytes.Length;
        if (_at >= end && end < bytes.Length)
            return outcome switch
            {
                SimOutcome.CutBody => ValueTask.FromException<int>(new IOException("the connection was reset")),
                SimOutcome.ShortBody => ValueTask.FromResult(0),
                _ => new ValueTask<int>(Later(Timeout.InfiniteTimeSpan, 0, cancellationToken)),
            };
        int most = Math.Max(64, bytes.Length / 3);
        int given = Math.Min(Math.Min(buffer.Length, end - _at), world.Simulation.Random.Next(1, most + 1));
        bytes.AsSpan(_at, given).CopyTo(buffer.Span);
        _at += given;
        if (given == 0 || world.Simulation.Chance(0.6))
            return ValueTask.FromResult(given);
        int wait = outcome == SimOutcome.Slow ? world.Simulation.Random.Next(100, 4000) : world.Simulation.Random.Next(1, 50);
        return new ValueTask<int>(Later(TimeSpan.FromMilliseconds(wait), given, cancellationToken));
    }

    private async Task<int> Later(TimeSpan wait, int given, CancellationToken stop)
    {
        await clock.Delay(wait, stop).ConfigureAwait(false);
        return given;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
