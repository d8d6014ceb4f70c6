using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Contracts;

/// <summary>Text is not escaped beyond what JSON needs, and whatever goes in comes out.</summary>
public sealed class WireEncoderTests
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = WireEncoder.Instance };

    [Theory]
    [InlineData("学习 Rust <b>&'+ü é 🎓 \u00a0\u2028\u007f")]
    [InlineData("")]
    public void Text_stays_as_it_is(string text) => JsonSerializer.Serialize(text, s_options).ShouldBe($"\"{text}\"");

    [Theory]
    [InlineData("\"\\\b\f\n\r\t", """
        "\"\\\b\f\n\r\t"
        """)]
    [InlineData("\0\u001e\u001f", """
        "\u0000\u001e\u001f"
        """)]
    public void What_JSON_needs_is_escaped(string text, string json) => JsonSerializer.Serialize(text, s_options).ShouldBe(json);

    [Fact]
    public void Half_a_character_is_replaced()
    {
        // In an attribute it would be replaced before the test sees it.
        JsonSerializer.Serialize("🎓\ud83c b", s_options).ShouldBe("\"🎓\ufffd b\"");
    }

    [Fact]
    public void Stored_data_is_written_in_the_same_way()
    {
        var data = JsonDocument.Parse("""{"title":"\u5b66\u4e60 \ud83c\udf93 \" \n"}""").RootElement;
        JsonSerializer.Serialize(data, s_options).ShouldBe("""{"title":"学习 🎓 \" \n"}""");
    }

    [Fact]
    public void Whatever_goes_in_comes_out()
    {
        var property = Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var valid = string.Concat((text ?? "").EnumerateRunes());
            JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(valid, s_options)).ShouldBe(valid);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), property);
    }
}
