// Format: a column as the schema declares it.
namespace Sluice.Parquet.Format;

/// <summary>A leaf of the schema; row groups have a chunk per leaf, in the schema's order.</summary>
/// <param name="Element">What the schema says.</param>
/// <param name="Top">The name of the top-level column that it is, or is part of.</param>
/// <param name="IsNested">Whether it is in a group or repeats; no column of a flow log does.</param>
internal readonly record struct SchemaLeaf(SchemaElement Element, string Top, bool IsNested);
