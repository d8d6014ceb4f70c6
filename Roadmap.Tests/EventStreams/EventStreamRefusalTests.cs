using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventStreams;

/// <summary>What is refused is refused before the stream begins, as any call is.</summary>
public sealed class EventStreamRefusalTests
{
    [Fact]
    public async Task A_request_that_is_malformed_or_of_no_task_is_a_problem()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();

        foreach (var id in new[] { "e", "e:", ":5", "e:-1", "e:1.5", "e: 5", "e:9007199254740992", "e:99999999999999999999" })
            (await RefusedAsync(server, ErrorCodes.InvalidRequest, task, lastEventId: id))
                .ShouldBe(["Last-Event-ID must be an id of this stream: epoch:seq"], id);
        (await RefusedAsync(server, ErrorCodes.InvalidRequest, task, lastEventId: "e e:5")).ShouldHaveSingleItem().ShouldContain("epoch");
        (await RefusedAsync(server, ErrorCodes.InvalidRequest, task, "?after_seq=x&include_history=perhaps", "e"))
            .ShouldBe(["include_history must be true or false", "after_seq must be a whole number from 0",
                "Last-Event-ID must be an id of this stream: epoch:seq"]);
        (await RefusedAsync(server, ErrorCodes.InvalidRequest, task, "?epoch=e")).ShouldBe(["after_seq is required with epoch"]);
        (await RefusedAsync(server, ErrorCodes.InvalidRequest, "a b", lastEventId: "e:5")).ShouldHaveSingleItem()
            .ShouldStartWith("task_id ");
        await RefusedAsync(server, ErrorCodes.TaskNotFound, "nobody");
        await RefusedAsync(server, ErrorCodes.TaskNotFound, "nobody", lastEventId: "e:5");
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_connection_more_than_there_may_be_is_refused_until_another_leaves()
    {
        await using var server = await HubServer.StartAsync(["--Limits:Connections=1"]);
        using var connections = new LiveFigure(server, "connections");
        var task = await server.StartTaskAsync();
        using (await server.StreamAsync(task))
            await RefusedAsync(server, ErrorCodes.RateLimited, task);

        await Wait.Eventually("the first has gone", () => connections.Value == 0);
        using var next = await server.StreamAsync(task);
        await next.NextAsync<ConnectedMessage>();
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_log_that_does_not_answer_says_when_to_come_back()
    {
        HinderedLog? log = null;
        await using var server = await HubServer.StartAsync(replace: services => services
            .AddSingleton<ITaskLogReader>(provider => log = new HinderedLog(provider.GetRequiredService<ITaskEventLog>())));
        using var connections = new LiveFigure(server, "connections");
        var task = await server.StartTaskAsync();
        log.ShouldNotBeNull().IsAway = true;

        foreach (var lastEventId in new[] { null, "e:5" })
        {
            using var answer = await EventStreamClient.AskAsync(server.Http.BaseAddress!, task, lastEventId: lastEventId);
            await answer.Response.RefusedAsync(ErrorCodes.LogUnavailable);
            answer.Response.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        await Wait.Eventually("nothing is left of them", () => connections.Value == 0);
        server.Logged.Take("request_log_unavailable").ShouldBeTrue();
        server.Logged.Lines.ShouldBeEmpty();
    }

    private static async Task<string[]> RefusedAsync(
        HubServer server, string code, string task, string query = "", string? lastEventId = null)
    {
        using var answer = await EventStreamClient.AskAsync(server.Http.BaseAddress!, task, query, lastEventId);
        return (await answer.Response.RefusedAsync(code)).Lines();
    }
}
