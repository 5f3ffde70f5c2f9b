// Tests: the host that docs/ABI.md shows, compiled and run as it stands.
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Plugin.Tests;

public sealed partial class AbiPageTests
{
    [Fact]
    public void Host_OfThePage_PullsAndFilters()
    {
        string folder = Directory.CreateTempSubdirectory("sluice-abi").FullName;
        try
        {
            string page = File.ReadAllText(Repo.PathOf("docs", "ABI.md"));
            string source = Path.Combine(folder, "host.c");
            File.WriteAllText(source, Block().Match(page).Groups[1].Value);
            string host = Path.Combine(folder, "host");
            Compile(source, host);

            using var emulator = Emulator.Start();
            string queue = emulator.Fill("abi", objects: 2, records: 50);
            var run = Run.Program("/usr/bin/env", ReadOnlyMemory<byte>.Empty,
                "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_REGION=eu-west-3", host, queue, emulator.Address);
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(100, run.Lines.Length);
            Assert.All(run.Lines, line => Assert.StartsWith("{\"message\":\"2 123456789010 eni-", line, StringComparison.Ordinal));
            Assert.Matches(@"filter: result 1, \d{3,} bytes", run.Error);
            Assert.Equal("0 0", emulator.Counts("abi"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Host_OfThePage_IsFortyLines()
    {
        string block = Block().Match(File.ReadAllText(Repo.PathOf("docs", "ABI.md"))).Groups[1].Value;
        string main = block[block.IndexOf("int main", StringComparison.Ordinal)..];
        Assert.InRange(main.Split('\n').Count(line => line.Trim().Length > 0), 20, 40);
    }

    private static void Compile(string source, string host)
    {
        var run = Run.Program("cc", ReadOnlyMemory<byte>.Empty, "-Wall", "-Wextra", "-Werror", "-I", Repo.PathOf("native"), source,
            "-o", host, Path.Combine(FakeHost.Library, "sluice.so"), "-Wl,-rpath," + FakeHost.Library);
        Assert.True(run.ExitCode == 0, run.Error + Encoding.UTF8.GetString(run.Output));
    }

    [GeneratedRegex(@"```c\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
