// Aws: when keys are fetched, and when not.
namespace Sluice.Pull.Tests;

public sealed class CachedKeysTests
{
    private readonly HandClock _clock = new();
    private readonly CachedKeys _keys;
    private TimeSpan? _life = TimeSpan.FromMinutes(15);
    private int _fetched;
    private object _stamp = 1;
    private bool _fails;

    public CachedKeysTests() => _keys = new CachedKeys(Fetch, () => _stamp, _clock);

    private Task<AwsKeys> Fetch() => _fails ? Task.FromException<AwsKeys>(new CallException(CallFault.NoCredentials, "none"))
        : Task.FromResult(new AwsKeys($"K{Interlocked.Increment(ref _fetched)}", "s", null, _life is { } life ? _clock.GetUtcNow() + life : null));

    /// <summary>The key of now; a renewal in the background has its moment.</summary>
    private async Task<string> Now()
    {
        string id = (await _keys.KeysAsync()).Id;
        for (int i = 0; i < 20; i++)
            await Task.Delay(1);
        return id;
    }

    private async Task<string> After(TimeSpan time)
    {
        _clock.Pass(time);
        return await Now();
    }

    [Theory]
    // A minute before the end at least, five at most, a tenth of the life between.
    [InlineData(15, 13.4, 13.6)]
    [InlineData(60, 54.9, 55.1)]
    [InlineData(720, 714.9, 715.1)]
    [InlineData(5, 3.9, 4.1)]
    [InlineData(1.5, 0.7, 0.8)]
    public async Task Keys_AreFetchedOnce_UntilTheyNearTheirEnd(double life, double held, double renewed)
    {
        _life = TimeSpan.FromMinutes(life);
        Assert.Equal("K1", await Now());
        for (int i = 0; i < 100; i++)
            await _keys.KeysAsync();
        Assert.Equal("K1", await After(TimeSpan.FromMinutes(held)));
        Assert.Equal(1, _fetched);
        // The old ones are still good: nobody waits for the new ones.
        Assert.Equal("K1", await After(TimeSpan.FromMinutes(renewed - held)));
        Assert.Equal(2, _fetched);
        Assert.Equal("K2", await Now());
    }

    [Fact]
    public async Task Keys_WithoutEnd_AreHeld()
    {
        _life = null;
        Assert.Equal("K1", await Now());
        Assert.Equal("K1", await After(TimeSpan.FromDays(300)));
    }

    [Fact]
    public async Task Keys_Refused_AreFetchedAgain_ButNotForEachRequest()
    {
        Assert.Equal("K1", await Now());
        _clock.Pass(TimeSpan.FromSeconds(10));
        _keys.Refuse(await _keys.KeysAsync());
        Assert.Equal("K2", await Now());
        for (int i = 0; i < 100; i++)
            _keys.Refuse(await _keys.KeysAsync());
        Assert.Equal(2, _fetched);
        Assert.Equal("K3", await After(TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public async Task Keys_WhoseFileChanged_AreFetchedAgainAtOnce()
    {
        _life = null;
        Assert.Equal("K1", await Now());
        _stamp = 2;
        Assert.Equal("K2", await After(TimeSpan.FromSeconds(1.1)));
        Assert.Equal("K2", await After(TimeSpan.FromSeconds(1.1)));
    }

    [Fact]
    public async Task Keys_RefusedJustAfterTheirFileChanged_AreReplacedAtOnce()
    {
        var old = await _keys.KeysAsync();
        _stamp = 2;
        _keys.Refuse(old);
        Assert.Equal("K2", (await _keys.KeysAsync()).Id);
        // What somebody else finds out late is about keys that are gone.
        _keys.Refuse(old);
        Assert.Equal("K2", await After(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Keys_WhoseFileIsHalfWritten_AreUsedOn()
    {
        _life = null;
        Assert.Equal("K1", await Now());
        (_stamp, _fails) = (2, true);
        Assert.Equal("K1", await After(TimeSpan.FromSeconds(2)));
        (_stamp, _fails) = (3, false);
        Assert.Equal("K2", await After(TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task Keys_ThatCannotBeRenewed_AreUsedToTheirEnd_AndThenTheReasonIsTold()
    {
        Assert.Equal("K1", await Now());
        _fails = true;
        Assert.Equal("K1", await After(TimeSpan.FromMinutes(14)));
        Assert.Equal("K1", await After(TimeSpan.FromSeconds(50)));
        _clock.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("none", (await Assert.ThrowsAsync<CallException>(() => _keys.KeysAsync())).Message);
        _clock.Pass(TimeSpan.FromSeconds(6));
        _fails = false;
        Assert.Equal("K2", await Now());
    }

    [Fact]
    public async Task Keys_ThatComeExpired_AreUsedForAMinute()
    {
        // The clock of this machine is wrong, or that of whoever gave them.
        _life = TimeSpan.FromHours(-3);
        Assert.Equal("K1", await Now());
        Assert.Equal("K1", await After(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, _fetched);
        Assert.Equal("K2", await After(TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public async Task Keys_WhileTheClockIsSet_LiveByTheOtherClock()
    {
        Assert.Equal("K1", await Now());
        _clock.Set(_clock.GetUtcNow().AddYears(1));
        Assert.Equal("K1", await After(TimeSpan.FromMinutes(10)));
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task Fetch_OneForAllWhoWait()
    {
        var gate = new TaskCompletionSource<AwsKeys>();
        int asked = 0;
        var keys = new CachedKeys(() =>
        {
            Interlocked.Increment(ref asked);
            return gate.Task;
        }, () => null, _clock);
        var waiting = Enumerable.Range(0, 50).Select(_ => keys.KeysAsync()).ToList();
        gate.SetResult(new AwsKeys("K", "s"));
        Assert.All(await Task.WhenAll(waiting), found => Assert.Equal("K", found.Id));
        Assert.Equal(1, asked);
    }
}
