// Tests, reference: the flat mapping under AWS's own names.
using System.Text.Json.Nodes;

namespace Sluice.Core.Tests.Reference;

internal static partial class ReferenceSchemas
{
    private static JsonObject Aws(ReferenceRecord record)
    {
        var tree = new JsonObject();
        // The documented order; what no documentation has comes after it. Sorting keeps the order of equals.
        foreach ((string name, string text) in record.Fields.OrderBy(field => Rank(field.Name)))
        {
            string key = name.Replace('-', '_');
            if (ReferenceFields.IsInteger(name))
                tree[key] = record.Number(name);
            else
                tree[key] = ReferenceFields.Tags.Contains(name) ? PercentDecoded(text) : text;
        }
        if (tree.Count == 0)
            tree["message"] = record.Message;
        return tree;
    }

    private static int Rank(string name) => Array.IndexOf(ReferenceFields.All, name) is >= 0 and var rank ? rank : int.MaxValue;
}
