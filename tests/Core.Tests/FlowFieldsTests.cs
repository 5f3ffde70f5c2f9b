// Tests: the field table is what AWS documents.
using Sluice.Core.Tests.Reference;

namespace Sluice.Core.Tests;

public sealed class FlowFieldsTests
{
    [Fact]
    public void Table_Names_AreTheReferencesOfTheirVersion()
    {
        Assert.Equal(ReferenceFields.All, FlowFields.All.Select(row => row.Name));
        Assert.All(FlowFields.All, row => Assert.Contains(row.Name, ReferenceFields.ByVersion[row.Version]));
    }

    [Fact]
    public void Table_Kinds_AreTheReferences()
    {
        Assert.All(FlowFields.All, row => Assert.Equal(Expected(row.Name), row.Kind switch
        {
            FieldKind.Int32 or FieldKind.Port or FieldKind.Protocol => "narrow",
            FieldKind.Int64 or FieldKind.Time => "wide",
            FieldKind.Address => "address",
            FieldKind.Tag => "tag",
            _ => "text",
        }));
    }

    private static string Expected(string name) =>
        ReferenceFields.Narrow.Contains(name) ? "narrow"
        : ReferenceFields.Wide.Contains(name) ? "wide"
        : ReferenceFields.Addresses.Contains(name) ? "address"
        : ReferenceFields.Tags.Contains(name) ? "tag" : "text";
}
