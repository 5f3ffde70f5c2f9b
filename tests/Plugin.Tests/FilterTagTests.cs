// Tests: what the filter keeps of each tag.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Plugin.Abi;
using Sluice.Plugin.Filter;

namespace Sluice.Plugin.Tests;

[Collection(nameof(Alone))]
public class FilterTagTests
{
    private const string Header = "version account-id interface-id dstaddr srcaddr srcport dstport protocol packets bytes start end action log-status";
    private const string Line = "2 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK";
    private const int Tags = 2000;

    [Fact]
    public void Filter_ManyTagsWithHeaders_EachKeepsItsColumns_InLittleMemory()
    {
        using var filter = Filters.Open();
        filter.Run(Events.Of(Line), "warm");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int tag = 0; tag < Tags; tag++)
            filter.Run(Events.Of(Header), $"vpc.{tag}");
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Tags, 0, 8 << 10);
        foreach (int tag in new[] { 0, 1, Tags / 2, Tags - 1 })
            Assert.Equal("10.0.0.2", SourceOf(filter.Run(Events.Of(Line), $"vpc.{tag}")!));
        Assert.Equal("10.0.0.1", SourceOf(filter.Run(Events.Of(Line), "other")!));
    }

    [Fact]
    public void Filter_ManyTagsWithColumnsOfTheirOwn_TakeAtMost8KilobytesEach_AndGiveThemBack()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Assert.InRange(PerTag(before), 0, 8 << 10);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1 << 20);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // so that nothing here holds the filter when it is closed
    private static long PerTag(long before)
    {
        using var filter = Filters.Open();
        for (int tag = 0; tag < Tags; tag++)
            filter.Run(Events.Of($"{Header} of-tag-{tag}"), $"vpc.{tag}");
        long perTag = (GC.GetTotalMemory(forceFullCollection: true) - before) / Tags;
        foreach (int tag in new[] { 0, 1, Tags / 2, Tags - 1 })
            Assert.Equal("10.0.0.2", SourceOf(filter.Run(Events.Of(Line + " x"), $"vpc.{tag}")!));
        return perTag;
    }

    /// <summary>A collection in the host comes late: what each buffer leaves behind looks like a leak until then.</summary>
    [Theory]
    [InlineData("drop", "junk")]
    [InlineData("pass", "junk")]
    [InlineData("keep", "junk")]
    [InlineData("drop", Header)]
    [InlineData("keep", Line)]
    public unsafe void Filter_AnyBuffer_LeavesNoGarbage(string onMalformed, string text)
    {
        var filter = Handle.Open(Filters.Open(("On_Malformed", onMalformed)));
        byte[] events = [.. Events.Of(text), .. Events.Of(text)];
        void Run()
        {
            void* output = null;
            nuint size = 0;
            fixed (byte* data = events)
                FilterApi.Run(filter, data, (nuint)events.Length, data, 3, &output, &size);
            NativeMemory.Free(output);
        }

        void Many()
        {
            for (int i = 0; i < 1000; i++)
                Run();
        }

        Assert.InRange(Allocation.Of(Many, most: 1000), 0, 1000);
        FilterApi.Close(filter);
    }

    [Fact]
    public void Filter_HugeHeadersAndTagsWithoutEnd_StayWithinTheirMemory()
    {
        using var filter = Filters.Open();
        filter.Run(Events.Of(Line), "warm");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int tag = 0; tag < Tags; tag++)
        {
            string columns = string.Join(' ', Enumerable.Range(0, 900).Select(i => $"column-{tag}-{i}-of-a-header-with-names-that-are-long"));
            filter.Run(Events.Of($"{Header} {columns}"), $"vpc.{tag}");
        }

        for (int tag = 0; tag < 50_000; tag++)
            filter.Run(Events.Of(Line), $"a.tag.for.every.chunk.{tag}");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 32 << 20);
        Assert.True(filter.Counters.ForgottenStreams > Tags / 2);
    }

    [Fact]
    public void Filter_HugeLinesOfManyTags_AreNotKeptInMemory()
    {
        using var filter = Filters.Open();
        string huge = "{\"srcaddr\":\"10.0.0.1\",\"note\":\"" + new string('x', 900_000) + "\"}";
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int tag = 0; tag < 128; tag++)
        {
            filter.Run(Events.Of(Header), $"vpc.{tag}");
            Assert.Single(Filters.Bodies(filter.Run(Events.Of(huge), $"vpc.{tag}")!));
        }

        filter.Run(Events.Of(Line), "vpc.0");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32 << 20);
    }

    private static string SourceOf(byte[] events) => Filters.Bodies(events).Single()["source"]!["ip"]!.GetValue<string>();
}
