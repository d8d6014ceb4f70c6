using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Operations;

public sealed class MetricsPortTests
{
    [Fact]
    public async Task The_figures_are_on_their_own_port_alone_and_nothing_else_is()
    {
        var port = FreePort.Take();
        await using var server = await HubServer.StartAsync([$"--Metrics:Urls=http://127.0.0.1:{port}"]);
        using var own = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Wait.Patience };

        (await PrometheusPage.ReadAsync(own))["connections"].ShouldBe(0);

        // Not by any word of the caller's own, and not by another spelling of the path.
        foreach (var path in new[] { Routes.Metrics, $"{Routes.Metrics}/", "/METRICS/", "/%6detrics/" })
        {
            using var claimed = new HttpRequestMessage(HttpMethod.Get, path);
            claimed.Headers.Host = $"127.0.0.1:{port}";
            using var answer = await server.Http.SendAsync(claimed);
            await answer.RefusedAsync(ErrorCodes.NotFound);
        }

        foreach (var path in new[] { "/", Routes.Health, Routes.Tasks, Routes.OpenApi, $"{Routes.Metrics}/x" })
        {
            using var other = await own.GetAsync(new Uri(path, UriKind.Relative));
            await other.RefusedAsync(ErrorCodes.NotFound);
        }

        using var socket = new System.Net.WebSockets.ClientWebSocket();
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(
            new Uri($"ws://127.0.0.1:{port}{Routes.For(Routes.RawSocket, "nobody")}"), CancellationToken.None).InTime());
        (await server.Http.GetAsync(new Uri(Routes.Health, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("127.0.0.1:9464")]
    [InlineData("http://unix:/run/roadmap.sock")]
    public async Task An_address_without_a_port_stops_the_start(string url) =>
        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => HubServer.StartAsync([$"--Metrics:Urls={url}"]))).Message.ShouldContain($"Metrics:Urls holds '{url}'");

    [Fact]
    public async Task A_port_that_others_call_is_none_of_their_own()
    {
        var port = FreePort.Take();
        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => HubServer.StartAsync([$"--Urls=http://127.0.0.1:{port}", $"--Metrics:Urls=http://127.0.0.2:{port}"])))
            .Message.ShouldContain("has one of its ports");
    }

    [Fact]
    public async Task The_program_says_where_its_page_is_and_not_where_its_figures_are()
    {
        var port = FreePort.Take();
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero, $"--Metrics:Urls=http://127.0.0.1:{port}");

        await Wait.Eventually(
            "it says where the page is",
            () => server.Said().Contains($"page_ready url={server.Address}", StringComparison.Ordinal),
            server.Said);
        using var own = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Wait.Patience };
        (await own.GetStringAsync(new Uri(Routes.Metrics, UriKind.Relative))).ShouldContain("# TYPE connections gauge");
    }
}
