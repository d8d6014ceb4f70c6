using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>The raw WebSocket as a page in a browser sees it, which no HTTP status of a refused upgrade ever reaches.</summary>
public sealed class BrowserSocketTests(Chromium chromium)
{
    private const string Watch = """
        path => new Promise(resolve => {
          const messages = [];
          const socket = new WebSocket(path);
          socket.onmessage = ({ data }) => messages.push(JSON.parse(data).type);
          socket.onclose = ({ code, reason, wasClean }) => resolve({ messages, code, reason, wasClean });
        })
        """;

    [Fact]
    public async Task A_page_sees_what_a_task_was_and_why_it_is_closed()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        await server.ReportAsync(task, """[{"type":"progress","step":"work","status":"processing"},{"type":"completed"}]""");
        await using var window = await chromium.OpenWindowAsync();
        var page = await window.NewPageAsync().InTime();
        await page.GotoAsync($"{server.Http.BaseAddress}health");

        var ended = await WatchAsync(server.RawUrl(task, "?after_seq=0").AbsoluteUri);
        ended.Messages.ShouldBe([TaskEventTypes.Connected, TaskEventTypes.Progress, TaskEventTypes.Completed, TaskEventTypes.Closing]);
        (ended.Code, ended.WasClean).ShouldBe((CloseCodes.Ended, true));

        (await WatchAsync(server.RawUrl("nobody").AbsoluteUri)).Code.ShouldBe(CloseCodes.NotFound);
        var misplaced = await WatchAsync(new Uri(server.RawUrl(task), $"/ws/{task}").AbsoluteUri);
        (misplaced.Code, misplaced.Reason, misplaced.WasClean).ShouldBe((CloseCodes.NotFound, "use /api/v1/ws/{task_id}", true));
        server.Logged.Lines.ShouldBeEmpty();

        async Task<Seen> WatchAsync(string address)
        {
            var seen = (await page.EvaluateAsync(Watch, address).InTime()).ShouldNotBeNull();
            return seen.Deserialize<Seen>(JsonSerializerOptions.Web)!;
        }
    }

    private sealed record Seen(string[] Messages, int Code, string Reason, bool WasClean);
}
