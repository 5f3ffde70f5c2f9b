// Tests: the stand-in for Fluent Bit that loads the published library as the real loaders do.

namespace Sluice.Plugin.Tests;

/// <summary>Builds <c>tests/fakehost</c> once and runs its commands on <c>dist/sluice.so</c>.</summary>
internal static class FakeHost
{
    private static readonly Lazy<string> Programs = new(() => Built());
    private static readonly Lazy<string> CheckedPrograms = new(() => Built("SANITIZE=address"));
    private static readonly Lazy<string> Folder = new(() => WithLibrary(Programs));
    private static readonly Lazy<string> Checked = new(() => WithLibrary(CheckedPrograms));

    /// <summary>Host versions whose structures differ in size.</summary>
    public static TheoryData<string> Versions { get; } = ["2.2", "3.2", "4.1", "4.2", "5.1"];

    /// <summary>The folder with the published library and its second name.</summary>
    public static string Library { get; } =
        Path.GetDirectoryName(Environment.GetEnvironmentVariable("SLUICE_SO")) is { Length: > 0 } named ? named : Repo.PathOf("dist");

    /// <summary>Runs a command; the first words of fakehost's help name it.</summary>
    public static Run Run(ReadOnlyMemory<byte> input, params string[] arguments) =>
        Testing.Run.Program(Path.Combine(Folder.Value, "fakehost"), input, [Library, .. arguments]);

    /// <summary>As <see cref="Run"/>, as a host without <c>flb_input_log_append</c>.</summary>
    public static Run RunPlain(params string[] arguments) =>
        Testing.Run.Program(Path.Combine(Folder.Value, "fakehost-plain"), ReadOnlyMemory<byte>.Empty, [Library, .. arguments]);

    /// <summary>
    /// As <see cref="Run"/>, every access to memory checked. Leaks are looked for by counting starts and stops instead: what
    /// only managed memory points to looks lost to the checker.
    /// </summary>
    public static Run RunChecked(ReadOnlyMemory<byte> input, params string[] arguments)
    {
        return Testing.Run.Program("/usr/bin/env", input,
            ["ASAN_OPTIONS=handle_segv=0:detect_leaks=0", Path.Combine(Checked.Value, "fakehost"), Library, .. arguments]);
    }

    /// <summary>Runs the cases of the ledger, a program of their own that needs no library.</summary>
    public static Run Ledger(bool isChecked) =>
        Testing.Run.Program(Path.Combine((isChecked ? CheckedPrograms : Programs).Value, "ledger"), ReadOnlyMemory<byte>.Empty);

    private static string WithLibrary(Lazy<string> programs)
    {
        string library = Path.Combine(Library, "sluice.so");
        Assert.True(File.Exists(library), $"{library} is missing: run 'make build' first");
        return programs.Value;
    }

    private static string Built(params string[] variables)
    {
        var run = Testing.Run.Program("/usr/bin/env", ReadOnlyMemory<byte>.Empty, [.. variables, Repo.PathOf("scripts", "fakehost.sh")]);
        Assert.True(run.ExitCode == 0, run.Error);
        return variables.Length == 0 ? Repo.PathOf("build", "native") : Repo.PathOf("build", "native", "address");
    }
}
