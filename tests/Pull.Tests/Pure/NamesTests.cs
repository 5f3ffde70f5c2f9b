// Notice: patterns and names.
using System.Diagnostics;

namespace Sluice.Pull.Tests;

public sealed class NamesTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a*", "a", true)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*ab", "aab", true)]
    [InlineData("a*b*c", "abbc", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("**x", "x", true)]
    [InlineData("*-prod-*-logs", "a-prod-b-logs", true)]
    [InlineData("*-prod-*-logs", "a-prod-b-log", false)]
    [InlineData("*/", "a/b/", true)]
    [InlineData("*/", "a/b", false)]
    [InlineData("A", "a", false)]
    public void Glob_Matches(string pattern, string name, bool matches) => Assert.Equal(matches, Glob.Matches(pattern, name));

    [Fact]
    public void Glob_ManyStarsOnALongName_IsQuick()
    {
        long began = Stopwatch.GetTimestamp();
        Assert.False(Glob.Matches(string.Concat(Enumerable.Repeat("*-p", 12)) + "*-prod-*-logs", string.Concat(Enumerable.Repeat("-p", 120_000))));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 3);
    }

    [Fact]
    public void BucketGuard_NameThatNoBucketHas_IsNotMatched()
    {
        var guard = new BucketGuard("*-p*-prod-*-logs");
        Assert.True(guard.Allows("my-p1-prod-eu-logs"));
        Assert.False(guard.Allows("a-p-prod-" + new string('x', 240_000) + "-logs"));
    }

    [Theory]
    [InlineData("eu-west-3", true)]
    [InlineData("us-gov-east-1", true)]
    [InlineData("us-iso-east-1", true)]
    [InlineData("eusc-de-east-1", true)]
    [InlineData("x y", false)]
    [InlineData("eu-west-3.evil.example", false)]
    [InlineData("eu-west-3/", false)]
    [InlineData("", false)]
    [InlineData("eu-west", false)]
    [InlineData("eu-west-333", false)]
    public void Region_ThatCanExist(string region, bool can)
    {
        Assert.Equal(can, ObjectNames.IsRegion(region));
        Assert.Equal(can, ObjectNames.FaultOf(new ObjectRef("b", "k") { Region = region }, s3IsAws: true) is null);
        Assert.Null(ObjectNames.FaultOf(new ObjectRef("b", "k") { Region = region }, s3IsAws: false));
    }

    [Theory]
    [InlineData("a/../b", true)]
    [InlineData("a/b/../../c", true)]
    [InlineData("..", false)]
    [InlineData("./../a", false)]
    [InlineData("a//../../b", false)]
    [InlineData("...", true)]
    [InlineData("/a", true)]
    [InlineData("a\n\u001b[2J", true)]
    public void Key_ThatCanExist(string key, bool can) => Assert.Equal(can, ObjectNames.FaultOf(new ObjectRef("b", key), s3IsAws: true) is null);
}
