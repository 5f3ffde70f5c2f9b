// Tests: one folder of snapshots/, an input beside what it must become.
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Xunit;

namespace Sluice.Testing;

/// <summary>
/// <c>input.*</c>, optionally <c>fields</c> (the setting of that name), and per schema <c>{schema}.verified.json</c>:
/// the records, indented, one after another. On a mismatch the actual text is left as <c>{schema}.received.json</c>;
/// moving it over the verified file accepts it.
/// </summary>
public sealed class Snapshot(string folder)
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The theme, for test names.</summary>
    public string Name => Path.GetFileName(folder);

    /// <summary>The input file.</summary>
    public string Input => Directory.GetFiles(folder, "input.*").Single();

    /// <summary>The <c>fields</c> setting, or null.</summary>
    public string? Fields => File.Exists(Path.Combine(folder, "fields")) ? File.ReadAllText(Path.Combine(folder, "fields")).Trim() : null;

    /// <summary>Every theme in the repository.</summary>
    public static IReadOnlyList<Snapshot> All { get; } =
        [.. Directory.GetDirectories(Repo.PathOf("snapshots")).Order(StringComparer.Ordinal).Select(folder => new Snapshot(folder))];

    /// <summary>The theme of that name.</summary>
    public static Snapshot Of(string name) => new(Repo.PathOf("snapshots", name));

    /// <summary>The verified records of a schema, as compact JSON.</summary>
    public IEnumerable<string> Records(string schema)
    {
        byte[] bytes = File.ReadAllBytes(VerifiedPath(schema));
        var records = new List<string>();
        for (int at = 0; at < bytes.Length;)
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(at), new JsonReaderOptions { AllowMultipleValues = true });
            if (!reader.Read())
                break;
            using var document = JsonDocument.ParseValue(ref reader);
            records.Add(document.RootElement.GetRawText());
            at += (int)reader.BytesConsumed;
            while (at < bytes.Length && char.IsWhiteSpace((char)bytes[at]))
                at++;
        }

        return records;
    }

    /// <summary>Compares JSON lines with the verified file of <paramref name="schema"/>.</summary>
    public void Verify(string schema, IEnumerable<string> lines)
    {
        string received = Indent(lines);
        string verifiedPath = VerifiedPath(schema);
        string receivedPath = verifiedPath.Replace(".verified.", ".received.", StringComparison.Ordinal);
        string verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath) : "";
        if (received == verified)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail($"snapshots/{Name}: {schema} differs; compare {Path.GetFileName(receivedPath)} with the verified file, and move it over it when it is right ('make snapshots' does so for all).");
    }

    private string VerifiedPath(string schema) => Path.Combine(folder, schema + ".verified.json");

    private static string Indent(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (string line in lines)
        {
            using var document = JsonDocument.Parse(line);
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Readable))
                document.WriteTo(writer);
            text.Append(Encoding.UTF8.GetString(buffer.ToArray())).Append('\n');
        }

        return text.ToString();
    }
}
