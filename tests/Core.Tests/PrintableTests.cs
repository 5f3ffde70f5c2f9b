using Sluice.Core;

namespace Sluice.Core.Tests;

public class PrintableTests
{
    [Theory]
    [InlineData("plain text, ünïcödé, 漢字 and 😀", "plain text, ünïcödé, 漢字 and 😀")]
    [InlineData("\e[2J\e]0;title\a", "\\x1b[2J\\x1b]0;title\\x07")]
    [InlineData("a\nb\r\tc\0", "a\\nb\\r\\tc\\x00")]
    [InlineData("\u009b31m\u007f", "\\x9b31m\\x7f")]
    [InlineData("user\u202etxt.exe\u2066\u2028", "user\\u202etxt.exe\\u2066\\u2028")]
    public void Escape_TextThatSteers_IsShownAndNotObeyed(string text, string shown) => Assert.Equal(shown, Printable.Escape(text));

    [Fact]
    public void Escape_InvalidUtf8_IsReplaced() => Assert.Equal("a\uFFFDb\\x1b", Printable.Escape([(byte)'a', 0xff, (byte)'b', 0x1b]));

    [Fact]
    public void Escape_HalfASurrogatePair_IsReplaced() => Assert.Equal("a\uFFFD", Printable.Escape("a" + (char)0xd83d));

    [Fact]
    public void Escape_PlainText_IsTheSameInstance()
    {
        string text = "nothing to do";
        Assert.Same(text, Printable.Escape(text));
    }
}
