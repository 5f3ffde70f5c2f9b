// VpcFlow: one row of the field table.
namespace Sluice.Core.VpcFlow;

/// <summary>What is known of a field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Name">AWS's name in text formats, with <c>-</c>; Parquet and JSON spell it with <c>_</c>.</param>
/// <param name="Kind">What its text must be.</param>
/// <param name="Version">The flow-log version that introduced it.</param>
/// <param name="Description">One sentence for the generated documentation.</param>
public sealed record FlowFieldInfo(FlowField Field, string Name, FieldKind Kind, int Version, string Description);
