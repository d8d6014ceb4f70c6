using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Operations;

/// <summary><c>scripts/check.sh</c>, as an operator runs it.</summary>
public sealed class CheckScriptTests
{
    [Fact]
    public async Task A_server_as_it_should_be_passes_every_check()
    {
        await using var server = await HubServer.StartAsync();

        var (exitCode, lines) = await CheckAsync(server.Http.BaseAddress!.ToString());

        exitCode.ShouldBe(0, string.Join('\n', lines));
        lines.ShouldContain("✓ progress arrives");
        lines.ShouldContain("✓ the server closes normally");
        lines.ShouldContain("✓ the wrong path is told the right one");
        lines.ShouldContain("✓ no send has failed meanwhile");
        lines[^1].ShouldBe("20 passed, 0 failed");
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_wants_a_token_passes_with_that_of_a_worker_and_says_so_without()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);
        var address = server.Http.BaseAddress!.ToString();

        var (exitCode, lines) = await CheckAsync(address, SomeTokens.Of("checker", "worker"));
        var (codeWithout, linesWithout) = await CheckAsync(address);

        exitCode.ShouldBe(0, string.Join('\n', lines));
        lines[^1].ShouldBe("20 passed, 0 failed");
        codeWithout.ShouldBe(1);
        linesWithout.ShouldContain("    expected: a token in ROADMAP_TOKEN that is valid here");
        linesWithout[^1].ShouldEndWith(" 1 failed");
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_with_its_figures_elsewhere_passes_when_that_is_named()
    {
        var figures = $"http://127.0.0.1:{FreePort.Take()}";
        await using var server = await HubServer.StartAsync([$"--Metrics:Urls={figures}"]);

        var (exitCode, lines) = await CheckAsync([server.Http.BaseAddress!.ToString(), $"{figures}/metrics"]);

        exitCode.ShouldBe(0, string.Join('\n', lines));
        lines[^1].ShouldBe("20 passed, 0 failed");
    }

    [Fact]
    public async Task A_server_whose_WebSockets_do_not_get_through_fails_with_what_came_instead()
    {
        await using var server = await HubServer.StartAsync();
        await using var proxy = await ProxyWithoutUpgradesAsync(server.Http);

        var (exitCode, lines) = await CheckAsync(proxy.Urls.First());

        exitCode.ShouldBe(1);
        var failed = Array.IndexOf(lines, "✗ the WebSocket opens and says connected");
        failed.ShouldBeGreaterThan(0, string.Join('\n', lines));
        lines[failed + 1].ShouldStartWith("    expected: message connected");
        lines[failed + 2].ShouldBe("    came:     error the server answered 400 and did not upgrade");
        lines.ShouldContain("✓ no send has failed meanwhile");
        lines[^1].ShouldEndWith(" 3 failed");
    }

    [Fact]
    public async Task Without_a_server_there_is_nothing_more_to_check()
    {
        var (exitCode, lines) = await CheckAsync("http://127.0.0.1:1");

        exitCode.ShouldBe(1);
        lines[1].ShouldBe("✗ the server is ready");
        lines[^1].ShouldBe("0 passed, 1 failed");
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("localhost:8000")]
    [InlineData("http://localhost:8000", "localhost:9464")]
    public async Task What_cannot_be_understood_is_said(params string[] arguments)
    {
        var (exitCode, lines) = await CheckAsync(arguments);

        exitCode.ShouldBe(2);
        lines.ShouldBe([]);
    }

    private static Task<(int ExitCode, string[] Lines)> CheckAsync(string argument, string? token = null) => CheckAsync([argument], token);

    private static async Task<(int ExitCode, string[] Lines)> CheckAsync(string[] arguments, string? token = null)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ROADMAP_TOKEN"] = token ?? "" };
        await using var check = ChildProcess.Start(
            "bash", [Path.Combine(AppContext.BaseDirectory, "Scripts", "check.sh"), .. arguments], environment);
        return (await check.EndedAsync(), [.. await check.RestAsync()]);
    }

    /// <summary>Passes calls on as a proxy does that was never told of WebSockets: without <c>Upgrade</c>.</summary>
    private static async Task<WebApplication> ProxyWithoutUpgradesAsync(HttpClient server)
    {
        var builder = WebApplication.CreateSlimBuilder(["--Urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var proxy = builder.Build();
        proxy.Run(async context =>
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(context.Request.Method), new Uri(context.Request.Path + context.Request.QueryString, UriKind.Relative));
            if (context.Request.ContentLength > 0)
            {
                request.Content = new StreamContent(context.Request.Body);
                request.Content.Headers.Add("Content-Type", context.Request.ContentType);
            }

            using var response = await server.SendAsync(request);
            context.Response.StatusCode = (int)response.StatusCode;
            await response.Content.CopyToAsync(context.Response.Body);
        });
        await proxy.StartAsync().InTime();
        return proxy;
    }
}
