// Tests: what runs only where a Fluent Bit is at hand.
namespace Sluice.E2e.Tests;

/// <summary>Skipped, and saying so, where neither FLUENT_BIT nor PATH names a Fluent Bit.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FluentBitFactAttribute : FactAttribute
{
    public FluentBitFactAttribute()
    {
        if (FluentBit.Program is null)
            Skip = "no Fluent Bit here: set FLUENT_BIT or put fluent-bit on PATH";
    }
}
