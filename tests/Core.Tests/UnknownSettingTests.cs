// Settings: what is said of a name that no setting has.
using Sluice.Core.Settings;

namespace Sluice.Core.Tests;

public sealed class UnknownSettingTests
{
    private static readonly string[] Known = ["queue", "queue_url", "schema", "emit", "to", "Key_Name", "On_Malformed", "visibility_timeout", "max_messages", "max_records"];

    [Theory]
    [InlineData("shcema", "schema")]
    [InlineData("SCHEMAS", "schema")]
    [InlineData("visibilty_timeout", "visibility_timeout")]
    [InlineData("max-messages", "max_messages")]
    [InlineData("max_record", "max_records")]
    [InlineData("too", "to")]
    [InlineData("emti", "emit")]
    [InlineData("on-malformed", "On_Malformed")]
    [InlineData("log_key", "Key_Name")]
    [InlineData("queue.name", "queue")]
    [InlineData("the_longest_timeout", "visibility_timeout")]
    [InlineData("x", null)]
    [InlineData("ot2", null)]
    [InlineData("colour", null)]
    [InlineData("", null)]
    [InlineData("___", null)]
    [InlineData("schema.schema.schema.schema.schema.schema.schema.schema.schema.schema", null)]
    public void Text_NamesTheOneThatWasMeant(string name, string? nearest)
    {
        Assert.Equal(nearest, UnknownSetting.Nearest(name, Known));
        Assert.Equal($"unknown setting '{name}'; " + (nearest is null ? "the README lists the settings" : $"did you mean '{nearest}'?"), UnknownSetting.Text(name, Known));
    }

    [Fact]
    public void Nearest_OfNoNames_IsNone() => Assert.Null(UnknownSetting.Nearest("queue", []));
}
