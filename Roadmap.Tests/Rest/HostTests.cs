using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

/// <summary>A page whose own name leads to this server's address (DNS rebinding) is told by the name in <c>Host</c> alone.</summary>
public sealed class HostTests
{
    private const string Listed = "--AllowedHosts=roadmap.example; *.wide.example, Müller.example";
    private const string Development = "--environment=Development";

    [Theory]
    [InlineData(Development, "localhost:8000", true)]
    [InlineData(Development, "LOCALHOST", true)]
    [InlineData(Development, "127.0.0.1", true)]
    [InlineData(Development, "[::1]:8000", true)]
    [InlineData(Development, "127.0.0.2", false)]
    [InlineData(Development, "localhost.rebound.example:8000", false)]
    [InlineData(Development, "rebound.example", false)]
    [InlineData(Listed, "roadmap.example", true)]
    [InlineData(Listed, "Roadmap.Example:8443", true)]
    [InlineData(Listed, "a.b.wide.example", true)]
    [InlineData(Listed, "wide.example", false)]
    [InlineData(Listed, "narrow-wide.example", false)]
    [InlineData(Listed, "xn--mller-kva.example", true)]
    [InlineData(Listed, "localhost", false)]
    [InlineData(Listed, "10.0.0.7", false)]
    [InlineData("--AllowedHosts=*", "rebound.example", true)]
    [InlineData("--AllowedHosts:0=one.example", "one.example", true)]
    [InlineData("--AllowedHosts:0=one.example", "two.example", false)]
    [InlineData("--environment=Production", "rebound.example", true)]
    public async Task A_host_that_the_server_is_not_called_by_is_refused_on_every_edge(string setting, string host, bool allowed)
    {
        await using var server = await HubServer.StartAsync([setting, "--Docs:Enabled=true"]);

        string[] paths = ["/", Routes.Tasks, Routes.For(Routes.TaskEvents, "nobody"), Routes.OpenApi, Routes.Docs, $"{Routes.Hub}?id=x"];
        foreach (var path in paths)
        {
            using var answer = await GetAsync(server, path, host);
            await ShouldBeAsync(answer, allowed);
        }

        using var stream = await GetAsync(server, Routes.For(Routes.TaskEvents, "nobody"), host, "text/event-stream");
        await ShouldBeAsync(stream, allowed);
        using var negotiation = await GetAsync(server, $"{Routes.Hub}/negotiate?negotiateVersion=1", host, method: HttpMethod.Post);
        await ShouldBeAsync(negotiation, allowed);
        using var hub = await GetAsync(
            server, Routes.Hub, host, null, null, ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
        hub.StatusCode.ShouldBe(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.BadRequest);
        using var raw = await RawWatcher.ConnectAsync(server.RawUrl("nobody"), ("Host", host));
        if (allowed)
            await raw.NextAsync<ClosingMessage>();
        (await raw.NextAsync<SocketClosed>()).Code.ShouldBe(allowed ? CloseCodes.NotFound : CloseCodes.InvalidRequest);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Routes.HealthLive)]
    [InlineData(Routes.HealthReady)]
    [InlineData(Routes.Health)]
    [InlineData(Routes.Metrics)]
    public async Task Operators_ask_by_address_and_pages_cannot(string path)
    {
        await using var server = await HubServer.StartAsync([Listed]);

        foreach (var host in new[] { "10.0.0.7", "10.0.0.7:8000", "[fd00::7]:8000", "roadmap.example" })
        {
            using var answer = await GetAsync(server, path, host);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, host);
        }

        using var rebound = await GetAsync(server, path, "rebound.example");
        await rebound.RefusedAsync(ErrorCodes.InvalidRequest);
    }

    [Theory]
    [InlineData("https://roadmap.example")]
    [InlineData("roadmap.example:8000")]
    [InlineData("roadmap.example/path")]
    [InlineData("a.*.example")]
    public async Task What_is_no_name_stops_the_start(string name)
    {
        var refused = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => HubServer.StartAsync([$"--AllowedHosts={name}"]));
        refused.Message.ShouldContain($"AllowedHosts holds '{name}'");
    }

    [Fact]
    public async Task The_start_says_that_every_name_will_do_unless_that_is_meant()
    {
        await using var open = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var meant = await ServerProcess.StartAsync(TimeSpan.Zero, "--AllowedHosts=*");

        await Wait.Eventually("it says so", () => open.Said().Contains("hosts_unlimited - ", StringComparison.Ordinal), open.Said);
        await Wait.Eventually("the other one is there", () => meant.Said().Contains("page_ready ", StringComparison.Ordinal), meant.Said);
        meant.Said().ShouldNotContain("hosts_unlimited");
    }

    private static async Task ShouldBeAsync(HttpResponseMessage answer, bool allowed)
    {
        if (!allowed)
            (await answer.RefusedAsync(ErrorCodes.InvalidRequest)).Detail.ShouldContain("AllowedHosts");
        else if (answer.StatusCode == HttpStatusCode.BadRequest)
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("AllowedHosts");
    }

    private static async Task<HttpResponseMessage> GetAsync(
        HubServer server, string path, string host, string? accept = null, HttpMethod? method = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Host", host);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
