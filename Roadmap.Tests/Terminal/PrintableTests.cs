using Roadmap.Watch.Words;

namespace Roadmap.Tests.Terminal;

/// <summary>What others wrote moves no cursor, colours nothing, and is one line.</summary>
public sealed class PrintableTests
{
    [Theory]
    [InlineData("Nightly import", "Nightly import")]
    [InlineData("学习 Rust 🦀 é", "学习 Rust 🦀 é")]
    [InlineData("two\r\nlines\tand a tab", "two lines and a tab")]
    [InlineData("\u001b[31mred\u001b]0;title\u0007", "\uFFFD[31mred\uFFFD]0;title\uFFFD")]
    [InlineData("\u009b31m", "\uFFFD31m")]
    [InlineData("del\u007f", "del\uFFFD")]
    [InlineData("\u202Egnp.exe", "gnp.exe")]
    [InlineData("a\u2028b", "a b")]
    [InlineData(null, "")]
    public void It_is_one_harmless_line(string? text, string line) => Printable.Line(text).ShouldBe(line);

    [Fact]
    public void Half_a_letter_is_none() => Printable.Line((char)0xD800 + "half").ShouldBe("\uFFFDhalf");

    [Fact]
    public void What_is_too_long_is_cut() => Printable.Line(new string('x', 5_000), 10).ShouldBe("xxxxxxxxxx…");
}
