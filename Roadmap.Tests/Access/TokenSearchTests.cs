using Microsoft.Extensions.Logging;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>Who looks for tokens in what servers say finds them.</summary>
public sealed class TokenSearchTests
{
    private readonly TokenSearch _search = new();

    [Fact]
    public void It_finds_tokens_and_the_key_and_nothing_else()
    {
        var link = "rml_" + new string('a', 40);
        string[] told = [$"GET /ws?access_token={SomeTokens.Of("ada")} 200", $"bearer.{link}", $"key={SomeTokens.Key}"];
        foreach (var line in told)
            _search.Look("log", line);

        _search.Found.Count.ShouldBe(told.Length);
        foreach (var line in new[] { "task_id=019ad0c2-7a0c eyJhbGciOiJIUzI1NiJ9 cursor=eyJhIjoxfQ==", "link_id=rml", "rml_{token}" })
            _search.Look("log", line);
        _search.Found.Count.ShouldBe(told.Length);
    }

    [Theory]
    [InlineData(LogLevel.Trace)]
    [InlineData(LogLevel.Information)]
    [InlineData(LogLevel.Error)]
    public void Lines_of_every_level_are_looked_at(LogLevel level)
    {
        using var errors = new LoggedErrors(_search);
        var logger = errors.CreateLogger("a server's");
        var failure = new InvalidOperationException($"Bearer {SomeTokens.Of("ada")}");

        logger.Log(level, default, "It failed", failure, (text, _) => text);

        _search.Found.ShouldHaveSingleItem().ShouldContain("a server's");
    }
}
