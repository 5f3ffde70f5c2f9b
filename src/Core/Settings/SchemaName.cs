// Settings: the names under which users choose a schema.
namespace Sluice.Core.Settings;

/// <summary>The schema names of the command line and of every host's settings.</summary>
public static class SchemaName
{
    /// <summary>All names, in the order of <see cref="Schema"/>.</summary>
    public static IReadOnlyList<string> All => RecordChoices.Schemas.Names;

    /// <summary>All names in one text, for help.</summary>
    public static string List { get; } = string.Join(", ", All);

    /// <summary>The name that users give <paramref name="schema"/>.</summary>
    public static string Of(Schema schema) => RecordChoices.Schemas.Of(schema);

    /// <summary>Reads a name, without regard to case; false when there is no such schema.</summary>
    public static bool TryParse(string? name, out Schema schema) => RecordChoices.Schemas.TryParse(name, out schema);
}
