// Tests: where things lie in a checkout.
namespace Sluice.Testing;

/// <summary>Paths of the repository that the tests were built from.</summary>
public static class Repo
{
    /// <summary>The folder that holds <c>Plugin.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The published native binary; <c>SLUICE_BIN</c> names another.</summary>
    public static string Binary { get; } =
        Environment.GetEnvironmentVariable("SLUICE_BIN") is { Length: > 0 } named ? named : PathOf("dist", "sluice");

    /// <summary>A path below the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Plugin.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("The tests run inside a checkout; Plugin.sln is not above them.");
    }
}
