// Tests: docs/FIELDS.md is what the field table says.
using System.Globalization;
using System.Text;
using Sluice.Core;

namespace Sluice.Repo.Tests;

public sealed class FieldsPageTests
{
    [Fact]
    public void FieldsPage_Generated_EqualsTheFile()
    {
        string path = Testing.Repo.PathOf("docs", "FIELDS.md");
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
            File.WriteAllText(path, Page());
        Assert.True(File.Exists(path) && File.ReadAllText(path) == Page(), "docs/FIELDS.md is behind the field table: run 'make docs'");
    }

    [Fact]
    public void FieldTable_Order_IsTheEnum()
    {
        Assert.Equal(Enum.GetValues<FlowField>(), FlowFields.All.Select(row => row.Field));
        Assert.Equal(FlowFields.All.Select(row => row.Version).Order(), FlowFields.All.Select(row => row.Version));
    }

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append("# Flow-log fields\n\nWritten by `make docs` from `src/Core/VpcFlow/FlowFields.Table.cs`. Text formats spell a name with `-`, Parquet and JSON with `_`; every spelling is read, camelCase too.\n");
        foreach (var version in FlowFields.All.GroupBy(row => row.Version))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## Version {version.Key}\n\n| field | type | meaning |\n|---|---|---|\n");
            foreach (FlowFieldInfo row in version)
                page.Append(CultureInfo.InvariantCulture, $"| `{row.Name}` | {Type(row.Kind)} | {row.Description} |\n");
        }

        return page.ToString();
    }

    private static string Type(FieldKind kind) => kind switch
    {
        FieldKind.Int32 => "integer, 31 bits",
        FieldKind.Int64 => "integer, 63 bits",
        FieldKind.Port => "integer, 0 to 65535",
        FieldKind.Protocol => "integer, 0 to 255",
        FieldKind.Address => "IPv4 or IPv6 address",
        FieldKind.Time => "seconds since 1970 (13 digits: milliseconds)",
        FieldKind.Tag => "text, percent-encoded",
        _ => "text",
    };
}
