// Format: a column as the schema declares it.
namespace Sluice.Parquet.Format;

/// <summary>A leaf of the schema; row groups have a chunk for each, in the schema's order.</summary>
/// <param name="Element">What the schema says.</param>
/// <param name="Top">The column of the first level that it is or lies in.</param>
/// <param name="IsNested">It lies in a group or repeats: no column of a flow log does.</param>
internal readonly record struct SchemaLeaf(SchemaElement Element, string Top, bool IsNested);
