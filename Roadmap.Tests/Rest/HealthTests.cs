using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Sqlite;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
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

    [Fact]
    public async Task A_server_whose_log_can_only_be_read_is_not_ready_and_asks_once_for_all()
    {
        FullLog? full = null;
        await using var server = await RestServer.StartAsync(replace: services =>
            services.AddSingleton<ITaskEventLog>(provider => full = new FullLog(provider.GetRequiredService<SqliteTaskEventLog>())));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => server.GetAsync(Routes.HealthReady)));
        full.ShouldNotBeNull().Checks.ShouldBe(1);
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        full.IsFull = false;
        (await server.GetAsync(Routes.HealthReady)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.Time.Advance(TimeSpan.FromSeconds(1));

        (await server.GetAsync(Routes.HealthReady)).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Logged.Take("log_not_ready").ShouldBeTrue();
    }

    /// <summary>A log on a disk that is full: what is there can be read.</summary>
    private sealed class FullLog(ITaskEventLog log) : ITaskEventLog
    {
        private int _checks;

        public bool IsFull { get; set; } = true;

        public int Checks => Volatile.Read(ref _checks);

        public Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken) =>
            log.CreateAsync(task, cancellationToken);

        public Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken) =>
            log.AppendAsync(append, cancellationToken);

        public async Task CheckAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _checks);
            if (IsFull)
                throw new LogUnavailableException("The disk is full.");
            await log.CheckAsync(cancellationToken);
        }

        public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) =>
            log.ReadAsync(taskId, afterSeq, limit, bytes, cancellationToken);

        public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
            IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) =>
            log.ReadHeadsAsync(taskIds, cancellationToken);
    }

    private sealed class DeadLog : ITaskEventLog
    {
        public Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken) => throw Down();

        public Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken) => throw Down();

        public Task CheckAsync(CancellationToken cancellationToken) => throw Down();

        public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) =>
            throw Down();

        public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
            IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) => throw Down();

        private static LogUnavailableException Down() => new("The test's log is down.");
    }
}
