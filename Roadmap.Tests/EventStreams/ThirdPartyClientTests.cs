using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using Roadmap.Tests.Web;

namespace Roadmap.Tests.EventStreams;

/// <summary>Clients of other makers: <c>curl</c>, and a browser's <c>EventSource</c>.</summary>
public sealed class ThirdPartyClientTests(Chromium chromium)
{
    private const string FollowTheStream =
        """
        ([url, types]) => {
          window.names = [];
          window.ids = [];
          window.source = new EventSource(url);
          for (const type of types) {
            window.source.addEventListener(type, (event) => {
              window.names.push(type);
              if (JSON.parse(event.data).type === "progress") window.ids.push(event.lastEventId);
            });
          }
        }
        """;

    private static readonly string[] s_types = ["connected", "current_status", "progress", "completed", "closing", "task_error"];

    [Fact]
    public async Task Curl_shows_every_event_as_it_happens_and_ends_with_the_task()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        var url = new Uri(server.Http.BaseAddress!, Routes.For(Routes.TaskEvents, task)).AbsoluteUri;
        await using var curl = ChildProcess.Start("curl", ["-sS", "-N", "-H", $"Accept: {EventStreamClient.MediaType}", url]);

        await ReadToAsync(curl, "event: current_status");
        await server.ReportProgressAsync(task, 1);
        await ReadToAsync(curl, "event: progress");
        await server.ReportAsync(task, """{"type":"completed"}""");
        await ReadToAsync(curl, "event: closing");

        (await curl.EndedAsync()).ShouldBe(0, curl.Said());
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_browser_comes_back_after_a_restart_has_every_event_once_and_rests_after_the_end()
    {
        var answers = new Answers();
        await using var server = await HubServer.StartAsync(replace: services => services.AddSingleton<IStartupFilter>(answers));
        var task = await server.StartTaskAsync();
        await server.ReportProgressAsync(task, 1);
        await using var window = await chromium.OpenWindowAsync();
        var page = await window.NewPageAsync().InTime();
        await page.GotoAsync(new Uri(server.Http.BaseAddress!, Routes.HealthLive).AbsoluteUri);
        await page.EvaluateAsync(FollowTheStream, new object[] { Routes.For(Routes.TaskEvents, task), s_types }).InTime();
        await Wait.Eventually("the page has the status", () => page.EvaluateAsync<bool>("names.includes('current_status')").InTime());

        await server.ReportProgressAsync(task, 2);
        await server.RestartAsync(() => server.ReportProgressAsync(task, 3, 2));
        await server.ReportProgressAsync(task, 5);
        await server.ReportAsync(task, """{"type":"completed"}""");
        await Wait.Eventually("the page is at rest", () => page.EvaluateAsync<bool>("source.readyState === EventSource.CLOSED").InTime());

        var ids = await page.EvaluateAsync<string[]>("ids").InTime();
        ids.Select(id => int.Parse(id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture))
            .ShouldBe([2, 3, 4, 5]);
        var names = await page.EvaluateAsync<string[]>("names").InTime();
        names.Where(name => name != "progress").ShouldBe(["connected", "current_status", "closing", "connected", "completed", "closing"]);
        answers.Statuses.ShouldBe([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NoContent]);
        server.Logged.Lines.ShouldBeEmpty();
    }

    private static async Task ReadToAsync(ChildProcess process, string wanted)
    {
        while (await process.NextLineAsync() != wanted)
        {
        }
    }

    /// <summary>How the server answered those who asked for a stream, in the order in which they were done.</summary>
    private sealed class Answers : IStartupFilter
    {
        private readonly ConcurrentQueue<HttpStatusCode> _statuses = new();

        public IEnumerable<HttpStatusCode> Statuses => _statuses;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                await rest(context);
                if (context.Request.Headers.Accept == EventStreamClient.MediaType)
                    _statuses.Enqueue((HttpStatusCode)context.Response.StatusCode);
            });
            next(app);
        };
    }
}
