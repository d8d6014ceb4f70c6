using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Delivery;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>
/// The npm package in Node, against the server, on networks that are not as they should be. What it does in each case is tested beside it.
/// </summary>
public sealed class TaskProgressClientTests
{
    private const string WebSocket = "Upgrade: websocket";
    private const string EventStream = "text/event-stream";
    private const string Negotiation = "/negotiate";

    [Theory]
    [InlineData(EventStream, WebSocket)]
    [InlineData("GET ", WebSocket, EventStream)]
    public async Task Where_WebSockets_are_blocked_it_goes_another_way(string way, params string[] blocked)
    {
        await using var server = await HubServer.StartAsync();
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!)
        {
            Judge = head => blocked.Any(what => Has(head, what)) ? HttpStatusCode.Forbidden : null,
        };
        await using var node = new NodeClientWatches(proxy.Address);
        var task = await server.StartTaskAsync();
        await server.ReportProgressAsync(task, 1, 10);
        await using var watch = await node.OpenAsync(task, new AfterPosition { Seq = 0 }, CancellationToken.None);
        (await NextEventAsync(watch)).Seq.ShouldBe(1);

        await server.ReportProgressAsync(task, 11, 10);
        await server.ReportAsync(task, """{"type":"completed"}""");

        for (var seq = 2; seq <= 21; seq++)
            (await NextEventAsync(watch)).Seq.ShouldBe(seq);
        proxy.Requests.ShouldContain(head => Has(head, way) && !blocked.Any(what => Has(head, what)));
    }

    [Fact]
    public async Task Without_negotiation_it_asks_for_a_WebSocket_and_nothing_else()
    {
        await using var server = await HubServer.StartAsync();
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!);
        await using var node = new NodeClientWatches(proxy.Address, skipNegotiation: true);
        var task = await server.StartTaskAsync();
        await server.ReportAsync(task, """{"type":"completed"}""");

        await using var watch = await node.OpenAsync(task, new AfterPosition { Seq = 0 }, CancellationToken.None);

        (await NextEventAsync(watch)).ShouldBeOfType<CompletedEvent>();
        proxy.WebSockets.ShouldBe(1);
        proxy.Requests.ShouldNotContain(head => Has(head, Negotiation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_that_is_refused_is_a_final_answer(bool skipNegotiation)
    {
        await using var server = await HubServer.StartAsync();
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!) { Judge = _ => HttpStatusCode.Unauthorized };
        await using var node = new NodeClientWatches(proxy.Address, skipNegotiation: skipNegotiation, token: "old");

        await using var watch = await node.OpenAsync("t-1", after: null, CancellationToken.None);

        var error = await Should.ThrowAsync<InvalidOperationException>(watch.NextAsync(CancellationToken.None).InTime());
        error.Message.ShouldEndWith("TaskProgressError unauthenticated, final: There is no valid token.");
        proxy.Requests.Count(head => Has(head, "Bearer old")).ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_costs_no_event()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var node = new NodeClientWatches(server.Address);
        var worker = new OutsideWorker(server.Http);
        var task = await worker.StartTaskAsync();
        await using var watch = await node.OpenAsync(task, new AfterPosition { Seq = 0 }, CancellationToken.None);
        await worker.ReportProgressAsync(task, 1, 50);
        for (var seq = 1; seq <= 50; seq++)
            (await NextEventAsync(watch)).Seq.ShouldBe(seq);

        await server.KillAsync();
        await server.StartAgainAsync(TimeSpan.Zero);
        await worker.ReportProgressAsync(task, 51, 50);
        await worker.ReportAsync(task, """{"type":"completed"}""");

        for (var seq = 51; seq <= 101; seq++)
            (await NextEventAsync(watch)).Seq.ShouldBe(seq);
        (await ReadAsync(watch.RestAsync(CancellationToken.None)).InTime()).OfType<TaskEvent>().ShouldBeEmpty();
    }

    private static async Task<TaskEvent> NextEventAsync(ITaskWatch watch)
    {
        while (true)
        {
            if (await watch.NextAsync(CancellationToken.None).InTime() is TaskEvent stored)
                return stored;
        }
    }

    private static async Task<List<object>> ReadAsync(IAsyncEnumerable<object> messages)
    {
        List<object> read = [];
        await foreach (var message in messages)
            read.Add(message);
        return read;
    }

    private static bool Has(string head, string what) => head.Contains(what, StringComparison.OrdinalIgnoreCase);
}
