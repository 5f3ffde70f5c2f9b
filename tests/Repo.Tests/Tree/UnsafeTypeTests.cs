// Tests: code that the runtime does not check is tested by name.
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests.Tree;

public sealed class UnsafeTypeTests
{
    /// <summary>Test classes that try types of other names, in every way that input can reach them.</summary>
    private static readonly Dictionary<string, string[]> Covering = new()
    {
        ["ReferencePropertyTests"] = ["Digits", "IpText", "TimeText", "Slice", "RecordText", "FlowColumns", "FlowLine", "LogFormat", "Origin", "RelatedAddresses", "SekoiaEncoder", "SekoiaLiterals", "ActionAndCloud", "CompleteFlow", "EcsEncoder", "EcsLiterals", "EcsPairs", "EcsEvent", "EcsTraffic", "VpcFlowFields", "RecordEncoder", "SchemaEncoder", "PaddedText", "TagText"],
        ["ScannerAgreementTests"] = ["LineScanner", "LineTokens", "LineMasks", "ScalarScanner", "VectorScanner"],
        ["SplitInputTests"] = ["LineBuffer", "FlowParser", "FramedLines"],
        ["LineFramerTests"] = ["ValueFramer", "Frame", "PaddedCopy"],
        ["ArbitraryBytesTests"] = ["JsonCursor", "JsonText", "FlowJson"],
        ["UnwrapTests"] = ["CsvRow", "CsvCells", "PinnedArena", "Unwrapper", "Members", "RecordMembers"],
        ["SnapshotTests"] = ["IRecordWriter", "JsonWriter", "MsgPackWriter", "Literal", "LiteralArena"],
        ["RecordFormatTests"] = ["GluedHeader", "LineReader", "StreamColumns"],
        ["AwsSchemaTests"] = ["AwsEncoder"],
        ["EmitTests"] = ["IntakeLine", "LineEncoder", "RecordOutput", "MalformedOutput"],
        ["CommunityIdTests"] = ["Sha1"],
        ["GzipFuzzTests"] = ["Inflater"],
        ["FilterFormTests"] = ["EventRewriter", "BatchEdits", "FilterApi", "FilterExports"],
        ["HostInputTests"] = ["InputApi", "InputExports", "PullInput", "NativeBatch", "NativeHost", "NativeSetting", "SettingList", "HostLog"],
        ["AbiPageTests"] = ["CounterSink", "Utf8Name"],
        ["CommandTests"] = ["Descriptor"],
    };

    [Fact]
    public void Unsafe_HasTests()
    {
        HashSet<string> tests = Tests();
        HashSet<string> covered = [.. Covering.SelectMany(row => row.Value)];
        Assert.Equal("", string.Join("\n", Unsafe(SourceFile.All()).Where(type => !tests.Contains(type + "Tests") && !covered.Contains(type))));
    }

    [Fact]
    public void Covering_NamesWhatIsThere()
    {
        Assert.Equal("", string.Join("\n", Covering.Keys.Except(Tests())));
        Assert.Equal("", string.Join("\n", Covering.SelectMany(row => row.Value).Except(Unsafe(SourceFile.All()))));
    }

    [Theory]
    [InlineData("internal static unsafe class Planted\n{\n}\n")]
    [InlineData("internal static class Planted\n{\n    public static unsafe void Do() { }\n}\n")]
    [InlineData("internal sealed unsafe partial class Planted<T>\n{\n}\n")]
    public void Planted_IsFound(string text) =>
        Assert.Contains("Planted", Unsafe([new SourceFile("src/Core/Text/Planted.cs", "// Text: a word.\nnamespace Sluice.Core.Text;\n\n" + text)]));

    private static IEnumerable<string> Unsafe(IReadOnlyList<SourceFile> files) =>
        files.Where(f => Word.IsMatch(f.Code)).SelectMany(f => f.Types.Select(t => t.Name)).Distinct();

    private static HashSet<string> Tests() =>
        [.. TrackedFiles.Paths().Where(p => p.StartsWith("tests/", StringComparison.Ordinal) && p.EndsWith("Tests.cs", StringComparison.Ordinal)).Select(p => Path.GetFileNameWithoutExtension(p)!)];

    private static readonly Regex Word = new(@"\bunsafe\b");
}
