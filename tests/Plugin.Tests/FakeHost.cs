// Tests: the stand-in for Fluent Bit that loads the published library as the real loaders do.
using Sluice.Testing;

namespace Sluice.Plugin.Tests;

/// <summary>Builds <c>tests/fakehost</c> once and runs its commands on <c>dist/sluice.so</c>.</summary>
internal static class FakeHost
{
    private static readonly Lazy<string> Folder = new(Build);
    private static readonly Lazy<string> Checked = new(BuildChecked);

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

    private static string Build()
    {
        string library = Path.Combine(Library, "sluice.so");
        Assert.True(File.Exists(library), $"{library} is missing: run 'make build' first");
        Built("/usr/bin/env", Repo.PathOf("scripts", "fakehost.sh"));
        return Repo.PathOf("build", "native");
    }

    private static string BuildChecked()
    {
        _ = Folder.Value;
        Built("/usr/bin/env", "SANITIZE=address", Repo.PathOf("scripts", "fakehost.sh"));
        return Repo.PathOf("build", "native", "address");
    }

    private static void Built(string program, params string[] arguments)
    {
        var run = Testing.Run.Program(program, ReadOnlyMemory<byte>.Empty, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
