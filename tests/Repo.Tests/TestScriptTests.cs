// Tests: what scripts/test.sh makes of tests that fail, of some that fail once, and of a run that breaks off.
using System.Text;

namespace Sluice.Repo.Tests;

public sealed class TestScriptTests : IDisposable
{
    private const string Passed = "Passed!  - Failed:     0, Passed:     3, Skipped:     1, Total:     4, Duration: 1 s - X.dll (net10.0)\n";

    /// <summary>Prints what was laid down for a project: once what its run says, and else what its failed tests say by themselves.</summary>
    private const string DotNet = """
        #!/bin/bash
        [ "$1" = test ] || exit 0
        case "$*" in
          *FullyQualifiedName=*) echo "$*" >>"$FAKE/retried"; said=$FAKE/again ;;
          *Category=Measured*) exit 0 ;;
          *) said=$FAKE/${2#tests/} ;;
        esac
        [ -e "$said" ] || said=$FAKE/passed
        cat "$said"
        ! grep -q 'Failed!\|Aborted' "$said"

        """;

    private readonly string _root = Directory.CreateTempSubdirectory("sluice-test-script").FullName;

    public TestScriptTests()
    {
        foreach (string project in (string[])["Core.Tests", "Pull.Tests", "Plugin.Tests"])
            Lay($"tests/{project}/{project}.csproj", "");
        Lay("scripts/test.sh", File.ReadAllText(Testing.Repo.PathOf("scripts", "test.sh")));
        Lay("scripts/fuzz.sh", "#!/bin/bash\n", executable: true);
        Lay("bin/dotnet", DotNet, executable: true);
        Lay("passed", Passed);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Everything_Passes_CountsEachTestOnce()
    {
        // Three projects and e2e; the core's second run is not counted.
        Assert.Equal((0, "12 passed, 0 failed, 4 skipped"), Tested());
        Assert.False(File.Exists(Path.Combine(_root, "retried")));
    }

    [Fact]
    public void Test_ThatPassesByItself_IsNamed()
    {
        Lay("Pull.Tests", Failing("A.B.C(x: \"y z\")", "A.B.C(x: \"q\")"));
        var run = Run();
        Assert.Equal((0, "12 passed, 0 failed, 4 skipped"), (run.ExitCode, run.Lines[^1]));
        Assert.Contains("Passed by itself, not beside others:  Failed A.B.C(x: \"y z\") [1 s]: Assert.Equal() Failure | Expected: 1", run.Lines);
        Assert.Contains("--filter FullyQualifiedName=A.B.C\n", File.ReadAllText(Path.Combine(_root, "retried")), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_ThatFailsAgain_Fails()
    {
        Lay("Pull.Tests", Failing("A.B.C", "A.B.D"));
        Lay("again", Failing("A.B.C"));
        var run = Run();
        Assert.Equal((1, "10 passed, 2 failed, 4 skipped"), (run.ExitCode, run.Lines[^1]));
        Assert.Contains("  Failed A.B.D [1 s]: Assert.Equal() Failure | Expected: 1", run.Lines);
    }

    [Fact]
    public void MoreThanFive_AreNotTriedAgain()
    {
        Lay("Core.Tests", Failing("A.A", "A.B", "A.C", "A.D", "A.E", "A.F"));
        // The second run of the core fails by as many.
        Assert.Equal((1, "9 passed, 12 failed, 4 skipped"), Tested());
        Assert.False(File.Exists(Path.Combine(_root, "retried")));
    }

    [Fact]
    public void Loss_IsNotTriedAgain()
    {
        Lay("Pull.Tests", Failing("A.B.Stop_InTheMiddle_LosesNothing"));
        Assert.Equal((1, "11 passed, 1 failed, 4 skipped"), Tested());
        Assert.False(File.Exists(Path.Combine(_root, "retried")));
    }

    [Fact]
    public void Run_ThatBreaksOff_Fails_AndIsNamed()
    {
        Lay("Pull.Tests", "  Failed A.B.C [1 s]\nTest Run Aborted.\n");
        var run = Run();
        Assert.Equal((1, "9 passed, 0 failed, 3 skipped"), (run.ExitCode, run.Lines[^1]));
        Assert.Contains("Pull.Tests failed:", run.Lines);
        Assert.False(File.Exists(Path.Combine(_root, "retried")));
    }

    [Fact]
    public void DamagedInput_ThatIsNotWithstood_Fails()
    {
        Lay("scripts/fuzz.sh", "#!/bin/bash\necho 'failed: SEED=7'\nexit 1\n", executable: true);
        Assert.Equal((1, "12 passed, 0 failed, 4 skipped"), Tested());
    }

    private static string Failing(params string[] tests) =>
        string.Concat(tests.Select(test => $"  Failed {test} [1 s]\n  Error Message:\n   Assert.Equal() Failure\n   Expected: 1\n  Stack Trace:\n     at X\n"))
        + $"\nFailed!  - Failed:     {tests.Length}, Passed:     {Math.Max(0, 3 - tests.Length)}, Skipped:     1, Total:     4, Duration: 1 s - X.dll (net10.0)\n";

    private (int ExitCode, string Last) Tested() => Run() is var run ? (run.ExitCode, run.Lines[^1]) : default;

    private Run Run() => Testing.Run.Program("/usr/bin/env", default, $"FAKE={_root}", $"PATH={_root}/bin:/usr/bin:/bin", "bash", Path.Combine(_root, "scripts", "test.sh"));

    private void Lay(string file, string text, bool executable = false)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        if (executable)
            Testing.Run.Program("/bin/chmod", default, "+x", path);
    }
}
