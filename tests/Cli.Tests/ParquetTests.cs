// Tests: Parquet files of another writer, through the published binary.
using System.Text.Json.Nodes;

namespace Sluice.Cli.Tests;

public sealed class ParquetTests : TemporaryFolder
{
    private static readonly string Data = Repo.PathOf("tests", "Parquet.Tests", "data");

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string file in Directory.GetFiles(Data, "*.parquet"))
            foreach (string schema in SchemaName.All)
                cases.Add(Path.GetFileNameWithoutExtension(file), schema);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Binary_ParquetFile_EqualsItsTextTwin(string name, string schema)
    {
        Run parquet = Run.Sluice("parse", "-q", "--schema", schema, Path.Combine(Data, name + ".parquet"));
        Run text = Run.Sluice("parse", "-q", "--schema", schema, Path.Combine(Data, name + ".log"));
        Assert.Equal(0, parquet.ExitCode);
        Assert.Equal(text.Lines.Select(WithoutMessage), parquet.Lines.Select(WithoutMessage));
    }

    [Fact]
    public void Binary_ParquetOnStandardInput_IsSpooled()
    {
        string path = Path.Combine(Data, "v2-gzip.parquet");
        Run file = Run.Sluice("parse", path);
        Run input = Run.Sluice(File.ReadAllBytes(path), "parse", "-q");
        Assert.NotEmpty(file.Lines);
        Assert.Contains($" {new FileInfo(path).Length} bytes in", file.Error, StringComparison.Ordinal);
        Assert.Equal(file.Output, input.Output);
    }

    [Fact]
    public void Binary_CutParquet_IsAnErrorAndTheNextFileIsRead()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Data, "v2-gzip.parquet"));
        string cut = Inputs.File(Folder, "cut.parquet", whole.AsSpan(0, whole.Length / 2));
        Run run = Run.Sluice("parse", "-q", cut, Inputs.File(Folder, "next.log", Inputs.Lines(1)));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"{cut}: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Lines);
    }

    [Fact]
    public void Binary_FooterThatNestsWithoutEnd_IsOneError()
    {
        const int Depth = 60_000;
        byte[] file = [.. "PAR1"u8, .. Enumerable.Repeat((byte)0x19, Depth), .. BitConverter.GetBytes(Depth), .. "PAR1"u8];
        Run run = Run.Sluice(file, "parse", "-q");
        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal("sluice: standard input: Parquet metadata has structs nested too deeply at byte 22\n", run.Error);
    }

    private static string WithoutMessage(string line)
    {
        JsonObject tree = JsonNode.Parse(line)!.AsObject();
        tree.Remove("message");
        (tree["event"] as JsonObject)?.Remove("original");
        return tree.ToJsonString();
    }
}
