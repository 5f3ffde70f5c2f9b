// Tests: what the published library shows to a loader, and what it asks of a system.
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Plugin.Tests;

public sealed partial class LibraryTests
{
    private static readonly string[] OfTheLoaders =
    [
        "FLBPluginRegister", "FLBPluginInit", "FLBPluginExit", "FLBPluginInputCallback", "FLBPluginInputCallbackCtx",
        "FLBPluginInputCleanupCallback", "FLBPluginInputCleanupCallbackCtx", "FLBPluginInputPause",
        "FLBPluginInputResume", "filter_sluice_plugin",
    ];

    private static string Library => Path.Combine(FakeHost.Library, "sluice.so");

    [Fact]
    public void Symbols_Defined_AreTheLoadersAndTheAbisAlone()
    {
        string header = File.ReadAllText(Repo.PathOf("native", "sluice.h"));
        var abi = Declaration().Matches(header).Select(match => match.Groups[1].Value);
        // The runtime's own symbol for debuggers, and the name of the symbols' version.
        string[] expected = [.. OfTheLoaders, .. abi, "DotNetRuntimeDebugHeader", "V1.0"];
        var defined = Tool("nm", "-D", "--defined-only", Library).Select(line => line.Split(' ')[^1].Split('@')[0]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), defined.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Libraries_Needed_AreTheCLibrarysAlone()
    {
        var needed = Tool("readelf", "-d", Library).Where(line => line.Contains("(NEEDED)", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf('[', StringComparison.Ordinal) + 1)..line.IndexOf(']', StringComparison.Ordinal)]);
        Assert.All(needed, name => Assert.Matches(@"^(libc\.so\.6|libm\.so\.6|ld-linux-.*\.so\..)$", name));
    }

    [Fact]
    public void Glibc_SymbolsNeeded_AreNoNewerThan2Point34()
    {
        var versions = Tool("objdump", "-T", Library).SelectMany(line => Glibc().Matches(line))
            .Select(match => Version.Parse(match.Groups[1].Value)).ToHashSet();
        Assert.NotEmpty(versions);
        Assert.True(versions.Max() <= new Version(2, 34), $"glibc {versions.Max()} is needed");
    }

    [Fact]
    public void Library_AfterDlclose_StaysLoaded() =>
        Assert.Contains(Tool("readelf", "-d", Library), line => line.Contains("NODELETE", StringComparison.Ordinal));

    [Fact]
    public void SecondName_IsALinkToTheLibrary() =>
        Assert.Equal("sluice.so", new FileInfo(Path.Combine(FakeHost.Library, "flb-filter_sluice.so")).LinkTarget);

    private static string[] Tool(string name, params string[] arguments)
    {
        var run = Run.Program(name, ReadOnlyMemory<byte>.Empty, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return Encoding.UTF8.GetString(run.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"^SLUICE_API [^(]*?\b(sluice_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"GLIBC_([0-9.]+)")]
    private static partial Regex Glibc();
}
