using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Workflow;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Recovery;

/// <summary>Redis comes back empty. What an instance works on, or waits with, it gives back; what nobody works on is gone.</summary>
public sealed class LostGenerationTests : IAsyncLifetime
{
    private readonly ScriptedGenerator _generator = new();
    private RedisServer _redis = null!;
    private HubServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _server = await HubServer.StartAsync(
            [$"--ConnectionStrings:Redis={_redis.ConnectionString}"], services => services.AddSingleton<IRoadmapGenerator>(_generator));
    }

    public async ValueTask DisposeAsync()
    {
        _generator.Mend();
        await _server.DisposeAsync();
        await _redis.DisposeAsync();
    }

    /// <summary>One loss for all three, since a loss takes its time.</summary>
    [Fact]
    public async Task Generations_are_given_back_and_other_tasks_are_gone()
    {
        var gate = _generator.HoldAt("tutorial c3");
        await using var running = await GenerateAsync(requireReview: false, task => task.Concepts.Completed == 2);
        await gate.Reached;
        await using var waiting = await GenerateAsync(requireReview: true, task => task.SubStatus == ReviewSubStatus.Waiting);
        await using var outside = await WatchAsync(await _server.StartTaskAsync());

        await _redis.KillAsync();
        await _redis.StartAgainAsync();

        await IsGivenBackAsync(running);
        await IsGivenBackAsync(waiting);
        (await PostAsync(Routes.GenerateRoadmap, Wish(running.TaskId, requireReview: false)))
            .ShouldBe(HttpStatusCode.Accepted, "the same wish is the same task");
        (await PostAsync(Routes.For(Routes.ApproveRoadmap, waiting.TaskId), new ReviewBody { Approved = true }))
            .ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
        gate.Open();
        foreach (var watched in new[] { running, waiting })
            await IsCompletedAsync(watched);
        _generator.Done.GroupBy(call => call, StringComparer.Ordinal)
            .ShouldAllBe(call => call.Count() == 2, "each of the two roadmaps was made once");
        _generator.Cut.ShouldBeEmpty();
        (await outside.Hub.NextAsync<ErrorMessage>()).Code.ShouldBe(ErrorCodes.TaskNotFound);
    }

    private static async Task IsGivenBackAsync(Watched watched)
    {
        (await watched.Hub.NextAsync<ConnectedMessage>())
            .ShouldSatisfyAllConditions(c => c.Recovered.ShouldBe(false), c => c.Reason.ShouldBe(ResetReason.EpochChanged));
        var after = await watched.Hub.NextAsync<TaskSnapshot>();
        after.Epoch.ShouldNotBe(watched.Before.Epoch);
        after.ShouldBe(watched.Before with { Epoch = after.Epoch, OldestSeq = after.Seq + 1 }, "it is as it was, but for its events");
    }

    private async Task IsCompletedAsync(Watched watched)
    {
        var seq = watched.Before.Seq;
        for (TaskEvent? last = null; last is not CompletedEvent;)
        {
            last = (await watched.Hub.NextAsync()).ShouldBeAssignableTo<TaskEvent>()!;
            last.ShouldNotBeOfType<TaskRecoveringEvent>("nothing was interrupted");
            last.Seq.ShouldBe(++seq);
        }

        var roadmap = await _server.Http.GetFromJsonAsync(
            new Uri(Routes.For(Routes.Roadmap, watched.Before.RoadmapId!), UriKind.Relative), ContractsJson.TypeInfo<RoadmapDocument>());
        roadmap!.Concepts.ShouldAllBe(concept => concept.Content!.IsWhole());
    }

    private async Task<Watched> GenerateAsync(bool requireReview, Func<TaskSnapshot, bool> isSoFar)
    {
        var taskId = Some.TaskId();
        (await PostAsync(Routes.GenerateRoadmap, Wish(taskId, requireReview))).ShouldBe(HttpStatusCode.Accepted);
        await Wait.Eventually("the generation is so far", async () =>
        {
            using var answer = await _server.Http.GetAsync(new Uri(Routes.For(Routes.Task, taskId), UriKind.Relative));
            return answer.IsSuccessStatusCode && isSoFar((await answer.Content.ReadFromJsonAsync(ContractsJson.TypeInfo<TaskSnapshot>()))!);
        });
        return await WatchAsync(taskId);
    }

    private static GenerateRoadmapBody Wish(string taskId, bool requireReview) => new()
    {
        TaskId = taskId,
        RequireReview = requireReview,
        Preferences = new LearnerPreferences
        {
            LearningGoal = "Learn testing",
            CurrentLevel = LearnerLevel.Beginner,
            AvailableHoursPerWeek = 10,
        },
    };

    private async Task<Watched> WatchAsync(string taskId)
    {
        var hub = await _server.ConnectAsync();
        await hub.SubscribeAsync(taskId);
        await hub.NextAsync<ConnectedMessage>();
        return new Watched(hub, await hub.NextAsync<TaskSnapshot>());
    }

    /// <summary>Again while the log is unavailable, as clients do it.</summary>
    private async Task<HttpStatusCode> PostAsync<T>(string path, T body)
    {
        var status = HttpStatusCode.ServiceUnavailable;
        await Wait.Eventually("the log answers", async () =>
        {
            using var answer = await _server.Http.PostAsJsonAsync(path, body, ContractsJson.TypeInfo<T>());
            status = answer.StatusCode;
            return status != HttpStatusCode.ServiceUnavailable;
        });
        return status;
    }

    private sealed record Watched(HubWatcher Hub, TaskSnapshot Before) : IAsyncDisposable
    {
        public string TaskId => Before.TaskId;

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }
}
