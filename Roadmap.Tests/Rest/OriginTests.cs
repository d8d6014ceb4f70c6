using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

public sealed class OriginTests
{
    private const string Listed = "https://app.example.com";
    private const string Local = "http://localhost:5173";
    private const string Foreign = "https://elsewhere.example";

    [Theory]
    [InlineData("Production", Listed, true)]
    [InlineData("Production", Local, false)]
    [InlineData("Production", Foreign, false)]
    [InlineData("Production", "null", false)]
    [InlineData("Development", Local, true)]
    [InlineData("Development", "http://127.0.0.1:5173", true)]
    [InlineData("Development", Foreign, false)]
    [InlineData("Development", "http://localhost.elsewhere.example", false)]
    public async Task Only_listed_origins_may_call_change_and_connect(string environment, string origin, bool allowed)
    {
        await using var server = await StartAsync(environment);

        using var preflight = await SendAsync(server, HttpMethod.Options, Routes.Tasks, origin, ("Access-Control-Request-Method", "POST"), (
            "Access-Control-Request-Headers", "content-type"));
        using var read = await SendAsync(server, HttpMethod.Get, Routes.Tasks, origin);
        using var change = await SendAsync(server, HttpMethod.Post, Routes.For(Routes.CancelTask, "nobody"), origin);
        using var negotiate = await SendAsync(server, HttpMethod.Post, $"{Routes.Hub}/negotiate?negotiateVersion=1", origin);
        using var upgrade = await SendAsync(
            server, HttpMethod.Get, Routes.Hub, origin,
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), (
                "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));

        Cors(preflight, "Access-Control-Allow-Origin").ShouldBe(allowed ? origin : null);
        Cors(preflight, "Access-Control-Allow-Credentials").ShouldBe(allowed ? "true" : null);
        Cors(read, "Access-Control-Allow-Origin").ShouldBe(allowed ? origin : null);
        await change.RefusedAsync(allowed ? ErrorCodes.TaskNotFound : ErrorCodes.Forbidden);
        Cors(change, "Access-Control-Allow-Origin").ShouldBe(allowed ? origin : null);
        negotiate.StatusCode.ShouldBe(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        upgrade.StatusCode.ShouldBe(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_server_s_own_pages_and_callers_that_are_no_pages_may_do_everything()
    {
        await using var server = await StartAsync("Production");
        var own = server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        using var fromOwnPage = await SendAsync(server, HttpMethod.Post, Routes.For(Routes.CancelTask, "nobody"), own);
        using var fromProgram = await server.PostAsync(Routes.For(Routes.CancelTask, "nobody"));
        using var behindProxy = await SendAsync(
            server, HttpMethod.Post, Routes.For(Routes.CancelTask, "nobody"), "https://roadmap.example", ("Host", "roadmap.example"));
        using var otherPort = await SendAsync(
            server, HttpMethod.Post, Routes.For(Routes.CancelTask, "nobody"), "https://roadmap.example:8443", ("Host", "roadmap.example"));

        await fromOwnPage.RefusedAsync(ErrorCodes.TaskNotFound);
        await fromProgram.RefusedAsync(ErrorCodes.TaskNotFound);
        await behindProxy.RefusedAsync(ErrorCodes.TaskNotFound);
        await otherPort.RefusedAsync(ErrorCodes.Forbidden);
    }

    [Theory]
    [InlineData("https://xn--mller-kva.example", "xn--mller-kva.example", true)]
    [InlineData("https://xn--mller-kva.example", "XN--MLLER-KVA.example", true)]
    [InlineData("https://xn--mller-kva.example", "xn--mller-kva.example:443", true)]
    [InlineData("https://xn--mller-kva.example:8443", "xn--mller-kva.example:8443", true)]
    [InlineData("https://xn--mller-kva.example", "xn--mller-kva.example:80", false)]
    [InlineData("https://xn--mller-kva.example", "muller.example", false)]
    [InlineData("http://ROADMAP.example", "roadmap.EXAMPLE", true)]
    [InlineData("http://roadmap.example:80", "roadmap.example", true)]
    [InlineData("http://[::1]:8000", "[::1]:8000", true)]
    [InlineData("http://[0:0:0:0:0:0:0:1]:8000", "[::1]:8000", true)]
    [InlineData("http://[::1]:8000", "[::2]:8000", false)]
    [InlineData("http://127.0.0.1:8000", "127.0.0.1:8000", true)]
    [InlineData("https://xn--tda.example", "elsewhere.example", true)]
    [InlineData("https://xn--tda.example:443", "elsewhere.example", true)]
    [InlineData("https://xn--tda.example:444", "elsewhere.example", false)]
    [InlineData("https://listed.example", "elsewhere.example", true)]
    [InlineData("file://", "elsewhere.example", false)]
    [InlineData("https://listed.example/path", "elsewhere.example", false)]
    public async Task Hosts_are_compared_as_browsers_write_them(string origin, string host, bool allowed)
    {
        await using var server = await RestServer.StartAsync(origin: "https://Ü.example, https://LISTED.example:443");

        using var change = await SendAsync(server, HttpMethod.Post, Routes.For(Routes.CancelTask, "nobody"), origin, ("Host", host));
        using var negotiate =
            await SendAsync(server, HttpMethod.Post, $"{Routes.Hub}/negotiate?negotiateVersion=1", origin, ("Host", host));

        await change.RefusedAsync(allowed ? ErrorCodes.TaskNotFound : ErrorCodes.Forbidden);
        negotiate.StatusCode.ShouldBe(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        server.Logged.Lines.ShouldBeEmpty();
    }

    private static Task<RestServer> StartAsync(string environment) =>
        RestServer.StartAsync(environment, origin: $"https://other.example, {Listed}");

    private static async Task<HttpResponseMessage> SendAsync(
        RestServer server, HttpMethod method, string path, string origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static string? Cors(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.Single() : null;
}
