// Aws: the deadline of a call. Whatever a network or a server does, the call ends by it and says who did not answer.
using Amazon.Runtime;
using Sluice.Pull.Calls;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>Runs calls, each within a number of seconds.</summary>
internal readonly record struct CallLimit(int Seconds, int ConnectSeconds)
{
    /// <summary>Seconds for an answer that comes in one piece, without a wait that was asked for.</summary>
    private const int OnePiece = 10;

    /// <summary>A queue's attributes, a deletion, STS: short requests.</summary>
    public static CallLimit Short(PullSettings settings) => Of(Math.Min(settings.ReadTimeout, OnePiece), settings);

    /// <summary>A receive, which first waits for as long as it is asked to.</summary>
    public static CallLimit Receive(PullSettings settings, int waitSeconds) => Of(waitSeconds + Math.Min(settings.ReadTimeout, OnePiece), settings);

    /// <summary>An extension: a ninth of the visibility timeout, so that there is time for two more.</summary>
    public static CallLimit Extend(PullSettings settings) => Of(Math.Clamp(settings.VisibilityTimeout / 9, 2, OnePiece), settings);

    /// <summary>A page of a listing, or a bucket's head.</summary>
    public static CallLimit Listing(PullSettings settings) => Of(Math.Min(settings.ReadTimeout, 15), settings);

    /// <summary>An object's headers; what follows is watched by its reader.</summary>
    public static CallLimit Object(PullSettings settings) => Of(settings.ReadTimeout, settings);

    /// <summary>Runs a call; every failure but a stop is classified.</summary>
    /// <param name="operation">Its name at AWS.</param>
    /// <param name="host">Where it goes; only called when the call fails.</param>
    /// <param name="call">The call.</param>
    /// <param name="stop">Ends it early.</param>
    /// <param name="late">What to do with a result that nobody waits for any more.</param>
    public async Task<T> Run<T>(string operation, Func<string> host, Func<CancellationToken, Task<T>> call, CancellationToken stop, Action<T>? late = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(Seconds));
        Task<T>? running = null;
        try
        {
            running = call(limit.Token);
            // Not every part of the SDK heeds the token.
            return await running.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (CallException or SettingsException) && !stop.IsCancellationRequested)
        {
            if (limit.IsCancellationRequested && e is not AmazonServiceException)
                throw new CallException(CallFault.Transient, $"no answer within {Seconds} s ({operation}, {host()})", e);
            throw CallErrors.Classify(e, ConnectSeconds, operation, host);
        }
        finally
        {
            if (running is { IsCompleted: false })
                Forget(running, late);
        }
    }

    private static void Forget<T>(Task<T> running, Action<T>? late) => _ = running.ContinueWith(
        task =>
        {
            // Reading the exception marks it as observed.
            if (task.Exception is null && task.IsCompletedSuccessfully)
                late?.Invoke(task.Result);
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static CallLimit Of(int seconds, PullSettings settings) => new(seconds, Math.Min(settings.ReadTimeout, OnePiece));
}
