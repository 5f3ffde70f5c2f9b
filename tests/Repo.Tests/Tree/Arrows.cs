// Tests: which room uses which, by the code and by the drawing.
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests.Tree;

/// <summary>Arrows between rooms. A room is a folder of a project: <c>Core.Text</c>; the project's own folder is a room too.</summary>
internal static partial class Arrows
{
    private const string Heading = "## Rooms";

    /// <summary>The arrows that the code has, each with the first file that draws it.</summary>
    public static SortedDictionary<(string From, string To), string> OfCode(IReadOnlyList<SourceFile> files)
    {
        var rooms = files.Where(f => f.Namespace is not null).Select(f => f.Folder).ToHashSet();
        var typesOf = files.GroupBy(f => f.Folder).ToDictionary(g => g.Key, g => g.SelectMany(f => f.Types).Select(t => t.Name).ToHashSet());
        var arrows = new SortedDictionary<(string, string), string>();
        foreach (SourceFile file in files)
        {
            foreach (string used in file.Usings.Select(u => u["Sluice.".Length..]))
                if (rooms.Where(room => used == room || used.StartsWith(room + ".", StringComparison.Ordinal)).MaxBy(room => room.Length) is { } room)
                    Add(room);
            // Names may be written out as well, from any point on: Sluice.Core.Text.Slice, Core.Text.Slice, Text.Slice.
            foreach (Match name in Dotted().Matches(file.Code))
                foreach (string room in rooms)
                    if (IsOf(name.Value, room, typesOf[room], file.Project))
                        Add(room);
            // A project's own types are seen from all its rooms without a word.
            if (file.Folder != file.Project && typesOf.TryGetValue(file.Project, out HashSet<string>? own) && own.Overlaps(file.Words))
                Add(file.Project);

            void Add(string to)
            {
                if (to != file.Folder)
                    arrows.TryAdd((file.Folder, to), file.Path);
            }
        }

        return arrows;
    }

    /// <summary>The arrows of a text's list of rooms: <c>Core.Records -> Text Framing, Pull.Log</c>, the project left out where it is the same.</summary>
    public static SortedSet<(string From, string To)> OfDrawing(string page)
    {
        int at = page.IndexOf(Heading, StringComparison.Ordinal);
        Assert.True(at >= 0, $"no heading '{Heading}'");
        string[] lines = page[at..].Split("```")[1].Split('\n');
        var arrows = new SortedSet<(string, string)>();
        foreach (string line in lines.Where(line => line.Contains("->", StringComparison.Ordinal)))
        {
            string[] sides = line.Split("->");
            string from = sides[0].Trim();
            string project = from.Split('.')[0];
            foreach (string to in sides[1].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
                arrows.Add((from, to.Contains('.', StringComparison.Ordinal) || Projects.Contains(to) ? to : $"{project}.{to}"));
        }

        return arrows;
    }

    private static readonly HashSet<string> Projects = ["Core", "Parquet", "Pull", "Deliver", "Plugin", "Cli"];

    private static bool IsOf(string name, string room, HashSet<string> types, string project)
    {
        string full = name.StartsWith("Sluice.", StringComparison.Ordinal) ? name["Sluice.".Length..] : name;
        return IsIn(full) || IsIn($"{project}.{full}");

        bool IsIn(string dotted) => dotted.StartsWith(room + ".", StringComparison.Ordinal) && types.Contains(dotted[(room.Length + 1)..].Split('.')[0]);
    }

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex Dotted();
}
