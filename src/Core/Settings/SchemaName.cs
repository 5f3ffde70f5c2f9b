// Settings: the names under which users choose a schema.
namespace Sluice.Core.Settings;

/// <summary>The schema names of the command line and of every host's settings.</summary>
public static class SchemaName
{
    /// <summary>All names, in the order of <see cref="Schema"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["sekoia", "sekoia-current", "ecs", "aws"];

    /// <summary>All names in one text, for help and errors.</summary>
    public static string List { get; } = string.Join(", ", All);

    /// <summary>The user's name of <paramref name="schema"/>.</summary>
    public static string Of(Schema schema) => All[(int)schema];

    /// <summary>Reads a name, without regard to case; false when there is no such schema.</summary>
    public static bool TryParse(string? name, out Schema schema)
    {
        for (int i = 0; i < All.Count; i++)
            if (string.Equals(All[i], name, StringComparison.OrdinalIgnoreCase))
            {
                schema = (Schema)i;
                return true;
            }

        schema = default;
        return false;
    }
}
