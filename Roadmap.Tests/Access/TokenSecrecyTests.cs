using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>A token is in no line of the log, at whatever level, in no figure and in no trace.</summary>
public sealed class TokenSecrecyTests
{
    [Theory]
    [InlineData("Jwt")]
    [InlineData("None")]
    public async Task Whatever_edge_it_comes_by_it_is_told_to_nobody(string mode)
    {
        // Traces are of the whole process: what other tests do with tokens of their own is not to be taken for this one's.
        var name = $"ada-{Guid.NewGuid():N}";
        var (good, bad) = (SomeTokens.Of(name, "operator"), SomeTokens.Make(name, TimeProvider.System.GetUtcNow().AddHours(-1)));
        using var logged = new LoggedLines();
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue($"{span.DisplayName} {string.Join(' ', span.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(listener);
        string[] loudly = ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace"];
        await using var server = await HubServer.StartAsync(
            [.. SomeTokens.Settings, $"--Auth:Mode={mode}", .. loudly],
            services => services.AddLogging(logging => logging.AddProvider(logged)));
        var shown = "";
        var link = (await server.Http.MakeLinkAsync(good, await server.Http.MakeTaskAsync(good, name))).Token;
        string[] tokens = [good, bad, link, $"{link[..^1]}!"];
        foreach (var token in tokens)
        {
            foreach (var query in new[] { "access_token", "ACCESS_TOKEN", "access_token=x&access_token" })
                await AskAsync(server, $"{Routes.Tasks}?kind=a&{query}={token}&limit=5");
            await AskAsync(server, Routes.Tasks, token);
            await AskAsync(server, $"/nowhere?access_token={token}");
            await AskUnreadablyAsync(server, $"GET {Routes.Tasks} HTTP/1.1\r\nHost: a/{token}\r\n\r\n");
            await AskUnreadablyAsync(server, $"GET  /?access_token={token} HTTP/1.1\r\nHost: a\r\n\r\n");
            await TryAsync(async () =>
            {
                await using var hub = await server.ConnectAsync($"?access_token={token}");
                await hub.InvokeAsync(HubMethods.Authenticate, token);
            });
            using (var raw = await RawWatcher.ConnectAsync(server.RawUrl("t", $"?access_token={token}")))
                await raw.NextAsync();
            using (var socket = new ClientWebSocket())
            {
                socket.Options.AddSubProtocol("roadmap.v1");
                socket.Options.AddSubProtocol($"bearer.{token}");
                await socket.ConnectAsync(server.RawUrl("t"), CancellationToken.None).InTime();
            }

            using var stream = await EventStreamClient.AskAsync(server.Http.BaseAddress!, "t", $"?access_token={token}");
            shown += await stream.Response.Content.ReadAsStringAsync();
        }

        var figures = await server.Http.GetStringAsync(new Uri(Routes.Metrics, UriKind.Relative));

        logged.Lines.ShouldContain(line => line.Contains("kind=a", StringComparison.Ordinal), "addresses are logged at this level");
        spans.ShouldNotBeEmpty();
        foreach (var token in tokens)
        {
            foreach (var secret in token.Contains('.', StringComparison.Ordinal) ? token.Split('.').Skip(1) : [token[..100], token[^100..]])
                logged.Lines.Concat(spans).Append(figures).Append(shown)
                    .Where(line => line.Contains(secret, StringComparison.Ordinal))
                    .ShouldBeEmpty();
        }
    }

    private static async Task AskAsync(HubServer server, string path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var answer = await server.Http.SendAsync(request);
        answer.Headers.Location.ShouldBeNull();
    }

    private static async Task AskUnreadablyAsync(HubServer server, string request)
    {
        var url = server.Http.BaseAddress!;
        using var connection = new TcpClient();
        await connection.ConnectAsync(url.Host, url.Port).InTime();
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request)).AsTask().InTime();
        using var answer = new StreamReader(stream);
        (await answer.ReadLineAsync().InTime()).ShouldBe("HTTP/1.1 400 Bad Request");
    }

    private static async Task TryAsync(Func<Task> connect)
    {
        try
        {
            await connect();
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException)
        {
            // The token is not valid.
        }
    }
}
