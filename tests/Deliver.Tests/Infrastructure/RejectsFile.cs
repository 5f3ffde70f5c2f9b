// Tests: a file of refused events.
using System.Text.Json.Nodes;

namespace Sluice.Deliver.Tests;

/// <summary>A name in the folder for temporary files, and what was written there.</summary>
internal sealed class RejectsFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sluice-rejects-{Guid.NewGuid():N}.jsonl");

    public List<JsonObject> Read() => [.. File.ReadLines(Path).Select(line => JsonNode.Parse(line)!.AsObject())];

    public void Dispose() => File.Delete(Path);
}
