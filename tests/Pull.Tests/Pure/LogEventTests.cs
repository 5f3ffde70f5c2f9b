// Log: a line is a line, whatever data it tells of.
namespace Sluice.Pull.Tests;

public sealed class LogEventTests
{
    [Fact]
    public void ToString_TextAndFieldsFromData_AreEscaped()
    {
        string line = new LogEvent("n", "begins with \u001b[2J", ("key", "a\nb \u202e\u009b"), ("none", null), ("number", 7)).ToString();
        Assert.Equal("begins with \\x1b[2J key=\"a\\nb \\u202e\\x9b\" number=7", line);
    }
}
