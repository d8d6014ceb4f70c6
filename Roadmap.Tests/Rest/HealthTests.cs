using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.Log;
using Roadmap.Contracts;
using Roadmap.Hubs.Log;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

public sealed class HealthTests
{
    [Fact]
    public async Task A_server_whose_log_answers_is_ready()
    {
        await using var server = await RestServer.StartAsync();
        server.Time.Advance(TimeSpan.FromSeconds(90));

        var health = await (await server.GetAsync(Routes.Health)).ReadAsync<HealthReply>();
        var ready = await (await server.GetAsync(Routes.HealthReady)).ReadAsync<HealthReply>();
        var live = await (await server.GetAsync(Routes.HealthLive)).ReadAsync<HealthReply>();

        (health.Status, health.Log, health.UptimeSeconds).ShouldBe(("ok", "ok", 90L));
        health.Version.ShouldNotBeNullOrEmpty();
        (ready.Status, ready.Log).ShouldBe(("ok", "ok"));
        live.ShouldBe(new HealthReply { Status = "ok" });
    }

    [Fact]
    public async Task A_server_whose_log_does_not_answer_lives_but_is_not_ready()
    {
        await using var server = await RestServer.StartAsync(replace: services => services.AddSingleton<ITaskEventLog>(new DeadLog()));

        var ready = await server.GetAsync(Routes.HealthReady);
        var health = await (await server.GetAsync(Routes.Health)).ReadAsync<HealthReply>();

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await ready.RefusedAsync(ErrorCodes.LogUnavailable);
        (health.Status, health.Log).ShouldBe(("degraded", "unavailable"));
        (await server.GetAsync(Routes.HealthLive)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private sealed class DeadLog : ITaskEventLog
    {
        public Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken) => throw Down();

        public Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken) => throw Down();

        public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) => throw Down();

        public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) => throw Down();

        private static LogUnavailableException Down() => new("The test's log is down.");
    }
}
