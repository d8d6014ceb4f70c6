using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData(null, "https")]
    [InlineData("127.0.0.1", "https")]
    [InlineData("10.0.0.0/8, 127.0.0.0/24", "https")]
    [InlineData("10.0.0.7", "http")]
    public async Task The_word_of_a_known_proxy_is_taken_and_nobody_else_s(string? known, string scheme)
    {
        await using var server = await HubServer.StartAsync(known is null ? [] : [$"--ForwardedHeaders:KnownProxies={known}"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.OpenApi);
        request.Headers.Host = "roadmap.example";
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await server.Http.SendAsync(request);

        var description = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        new Uri(description.GetProperty("servers")[0].GetProperty("url").GetString()!).GetLeftPart(UriPartial.Authority)
            .ShouldBe($"{scheme}://roadmap.example");
    }
}
