// Http: a request's body that reports its progress, so that a slow receiver can be told from a dead one.
using System.Net;
using System.Net.Http;
using Sluice.Deliver.Receivers;

namespace Sluice.Deliver.Http;

/// <summary>Writes memory in pieces; the memory is in use until <see cref="IsLetGo"/>.</summary>
internal sealed class SteadyContent(ReadOnlyMemory<byte> body, Action<int> written) : HttpContent
{
    private const int Piece = 256 << 10;

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _begun;

    /// <summary>Waits for a while until nothing reads the memory any more; false when something still may.</summary>
    public async Task<bool> IsLetGo(TimeSpan patience) =>
        !_begun || await Task.WhenAny(_end.Task, Task.Delay(patience)).ConfigureAwait(false) == _end.Task;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _begun = true;
        try
        {
            for (int at = 0; at < body.Length; at += Piece)
            {
                int length = Math.Min(Piece, body.Length - at);
                await stream.WriteAsync(body.Slice(at, length), cancellationToken).ConfigureAwait(false);
                written(at + length);
            }
        }
        finally
        {
            _end.TrySetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
