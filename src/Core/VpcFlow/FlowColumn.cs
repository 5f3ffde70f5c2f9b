// Lines: one column of a plan.
namespace Sluice.Core;

/// <summary>A column: a known field, or the name of one that a newer version brought.</summary>
/// <param name="Field">The known field; -1 when unknown.</param>
/// <param name="Name">The name with <c>_</c>, in UTF-8, as schema <c>ecs</c> writes it.</param>
internal readonly record struct FlowColumn(int Field, byte[] Name)
{
    public bool IsKnown => Field >= 0;
}
