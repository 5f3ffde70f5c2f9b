// Simulation: the calls of one engine, over a network on which anything may happen.
namespace Sluice.Pull.Tests;

/// <summary>Carries calls to the simulated servers and answers back.</summary>
internal sealed class SimCalls(SimWorld world, SimPuller puller) : IEngineCalls
{

    public string Region => "eu-west-3";

    public string QueueRegion => Region;

    public string Partition => "aws";

    public bool S3IsAws => true;

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, int waitSeconds, int visibilitySeconds, CancellationToken stop) =>
        Call(SimCall.Receive, _ => world.Queue.Receive(puller.Number, most, waitSeconds, visibilitySeconds), stop, messages => world.Received(puller, messages));

    public Task<IReadOnlyList<BatchFailure>> DeleteAsync(IReadOnlyList<string> handles, CancellationToken stop) =>
        Call(SimCall.Delete, outcome => Batch(outcome, handles.Count, i => world.Queue.Delete(handles[i], i)), stop, failures => puller.DeletesAnswered += handles.Count - failures.Count);

    public Task<IReadOnlyList<BatchFailure>> HideAsync(IReadOnlyList<(string Handle, int Seconds)> entries, CancellationToken stop) =>
        Call(SimCall.Hide, outcome => Batch(outcome, entries.Count, i => world.Queue.Hide(entries[i].Handle, entries[i].Seconds, i)), stop);

    public Task<QueueState> QueueStateAsync(CancellationToken stop) => Call(SimCall.State, _ => Task.FromResult(world.Queue.State()), stop);

    public Task<OpenedObject> OpenAsync(ObjectRef item, string key, string region, long from, string? etag, CancellationToken stop) => Call(SimCall.Open, outcome =>
    {
        var found = SimWorld.Find(key);
        if (outcome == SimOutcome.Missing)
            world.TellMissing(key);
        if (found?.Body is null || outcome == SimOutcome.Missing)
            throw new CallException(CallFault.Missing, "NoSuchKey");
        if (etag is not null && etag != found.ETag)
            throw new CallException(CallFault.Changed, "PreconditionFailed");
        int end = world.Simulation.Random.Next((int)from, found.Body.Length + 1);
        return Task.FromResult(new OpenedObject(new SimBody(world, puller.Clock, found.Body, (int)from, outcome, end), from, found.Body.Length, found.ETag) { IsOfS3 = true });
    }, stop);

    public Task<string?> BucketRegionAsync(string bucket, CancellationToken stop) => Call(SimCall.Region, _ => Task.FromResult<string?>(Region), stop);

    public Task<ListedPage> ListAsync(string bucket, string prefix, string region, string? token, int most, CancellationToken stop) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private static CallFault? FaultOf(SimOutcome outcome) => outcome switch
    {
        SimOutcome.Throttled => CallFault.Transient,
        SimOutcome.Denied => CallFault.Denied,
        SimOutcome.KmsDenied => CallFault.KmsDenied,
        SimOutcome.Credentials => CallFault.Credentials,
        SimOutcome.NoCredentials => CallFault.NoCredentials,
        SimOutcome.NoBucket => CallFault.NoBucket,
        SimOutcome.Rejected => CallFault.Rejected,
        _ => null,
    };

    private Task<IReadOnlyList<BatchFailure>> Batch(SimOutcome outcome, int count, Func<int, BatchFailure?> one)
    {
        List<BatchFailure> failures = [];
        for (int i = 0; i < count; i++)
        {
            bool left = outcome is SimOutcome.Partial or SimOutcome.Unmentioned && (i == 0 || world.Simulation.Chance(0.5));
            var failure = left && outcome == SimOutcome.Partial ? null : one(i);
            if (left)
                failure = new(i, false, "InternalError");
            if (failure is not null)
                failures.Add(failure);
        }
        return Task.FromResult<IReadOnlyList<BatchFailure>>(failures);
    }

    /// <summary>A caller that was told to stop does not wait on; what it asked for happens all the same.</summary>
    private async Task<T> Call<T>(SimCall call, Func<SimOutcome, Task<T>> serve, CancellationToken stop, Action<T>? answered = null)
    {
        if (!puller.Clock.Alive)
            throw new SimEnded();
        var outcome = world.Begin(puller, call);
        var answer = new TaskCompletionSource<T>();
        _ = ServeAsync(answer, call, outcome, serve);
        using (stop.UnsafeRegister(static (state, token) => ((TaskCompletionSource<T>)state!).TrySetCanceled(token), answer))
        {
            var result = await answer.Task.ConfigureAwait(false);
            answered?.Invoke(result);
            return result;
        }
    }

    private async Task ServeAsync<T>(TaskCompletionSource<T> answer, SimCall call, SimOutcome outcome, Func<SimOutcome, Task<T>> serve)
    {
        try
        {
            await Travel(1, 40);
            if (outcome == SimOutcome.CrashBefore)
                puller.Crash();
            if (outcome is SimOutcome.Hangs or SimOutcome.CrashBefore)
                return;
            if (FaultOf(outcome) is { } fault)
                throw new CallException(fault, outcome.ToString());
            var result = await serve(outcome).ConfigureAwait(false);
            if (outcome == SimOutcome.CrashAfter)
                puller.Crash();
            if (outcome is SimOutcome.HangsAfter or SimOutcome.CrashAfter)
                return;
            await (outcome == SimOutcome.Slow ? Travel(500, 9000) : Travel(1, 40));
            if (outcome == SimOutcome.Lost)
                throw new CallException(CallFault.Transient, "the connection was reset");
            if (puller.Clock.Alive)
                answer.TrySetResult(result);
        }
        catch (CallException e)
        {
            world.Failed(puller, call);
            if (puller.Clock.Alive)
                answer.TrySetException(e);
        }
        catch (SimViolation e)
        {
            world.Violation ??= e;
        }
    }

    private Task Travel(int from, int to) => world.Clock.Delay(TimeSpan.FromMilliseconds(world.Simulation.Random.Next(from, to)), CancellationToken.None);
}
