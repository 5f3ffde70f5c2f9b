// Tests: which names are still known as forgotten.
using Sluice.Plugin.Filter;

namespace Sluice.Plugin.Tests;

public sealed class RecentHashesTests
{
    [Fact]
    public void Hash_RemovedAndAddedAgain_StaysAsLongAsAnyOther()
    {
        var hashes = new RecentHashes();
        hashes.Add(1);
        hashes.Remove(1);
        Assert.False(hashes.Contains(1));
        hashes.Add(1);
        for (ulong i = 2; i <= RecentHashes.Most; i++)
            hashes.Add(i);
        // Its first turn is over by now, its second is not.
        Assert.True(hashes.Contains(1));
        hashes.Add(0);
        Assert.False(hashes.Contains(1));
        Assert.True(hashes.Contains(2));
    }
}
