// Format: reads the schema, within limits.
using Sluice.Parquet.Limits;

namespace Sluice.Parquet.Format;

/// <summary>Reads the leaves of a schema without recursion.</summary>
internal static class SchemaTree
{
    // Flow logs have fewer than 100 columns, in one level; with those of other tools still far fewer than this.
    private const int MaxLeaves = 1_000, MaxElements = 2_000, MaxDepth = 16;

    /// <summary>Reads <paramref name="count"/> elements, the first of which is the root.</summary>
    internal static List<SchemaLeaf> Read(ref ThriftReader thrift, int count)
    {
        if (count > MaxElements)
            throw new ParquetLimitException($"its schema has {count} elements, over the limit of {MaxElements}");
        var left = new int[MaxDepth];
        int depth = -1;
        bool nested = false;
        string top = "";
        var leaves = new List<SchemaLeaf>();
        for (int i = 0; i < count; i++)
        {
            SchemaElement element = SchemaElement.Read(ref thrift);
            if (i == 0 ? element.Type is not null : depth < 0)
                throw thrift.Corrupt("a schema that is not a tree");
            if (i > 0)
                left[depth]--;
            if (!nested)
                top = element.Name;
            if (element.Type is not null)
                leaves.Add(new SchemaLeaf(element, top, nested || element.IsRepeated));
            else
                Enter(ref thrift, left, ref depth, element.Children);
            while (depth >= 0 && left[depth] == 0)
                depth--;
            nested = depth > 0;
        }
        if (count == 0 || depth >= 0)
            throw thrift.Corrupt("a schema that is not a tree");
        if (leaves.Count > MaxLeaves)
            throw new ParquetLimitException($"it has {leaves.Count} columns, over the limit of {MaxLeaves}");
        return leaves;
    }

    private static void Enter(ref ThriftReader thrift, int[] left, ref int depth, int children)
    {
        if (++depth >= MaxDepth)
            throw thrift.Corrupt("columns nested too deeply");
        left[depth] = children;
    }
}
