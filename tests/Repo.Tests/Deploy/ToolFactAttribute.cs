// Tests: what runs only where a program is at hand.
namespace Sluice.Repo.Tests;

/// <summary>Skipped, and saying so, where PATH has no program of this name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string program)
    {
        if (Find(program) is null)
            Skip = $"no {program} here: put it on PATH";
    }

    public static string? Find(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Append("/usr/sbin").Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
