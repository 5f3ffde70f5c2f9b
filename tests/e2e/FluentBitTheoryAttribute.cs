// Tests: what runs only where a Fluent Bit is at hand.
namespace Sluice.E2e.Tests;

/// <summary>As <see cref="FluentBitFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FluentBitTheoryAttribute : TheoryAttribute
{
    public FluentBitTheoryAttribute()
    {
        if (FluentBit.Program is null)
            Skip = "no Fluent Bit here: set FLUENT_BIT or put fluent-bit on PATH";
    }
}
