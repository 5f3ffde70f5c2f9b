// Tests: what runs only where a program is at hand.
namespace Sluice.Repo.Tests;

/// <summary>As <see cref="ToolFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string program)
    {
        if (ToolFactAttribute.Find(program) is null)
            Skip = $"no {program} here: put it on PATH";
    }
}
