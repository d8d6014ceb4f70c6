using System.Net;
using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Callers;

/// <summary>How many tasks and roadmaps that have not ended one user may have, whoever makes them.</summary>
public sealed class OwnerQuotaTests : IAsyncLifetime
{
    private const int Tasks = 4;
    private const int Generations = 2;
    private const string TooManyTasks = "One user may have 4 tasks that have not ended";
    private const string TooManyRoadmaps = "One user may have 2 roadmaps that have not ended";

    private static readonly string s_ada = SomeTokens.Of("ada");
    private static readonly string s_worker = SomeTokens.Of("w", "worker");
    private static readonly string s_operator = SomeTokens.Of("root", "operator");

    private HubServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await HubServer.StartAsync(
        [.. SomeTokens.Settings, $"--Limits:TasksPerUser={Tasks}", $"--Limits:GenerationsPerUser={Generations}"]);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    [AtLimit("tasks of one user that have not ended")]
    public async Task Whoever_makes_tasks_for_a_user_they_are_the_users()
    {
        for (var i = 1; i < Tasks; i++)
            await IsMadeAsync(s_worker, $"t{i}", "ada");
        await IsMadeAsync(s_operator, $"t{Tasks}", "ada");

        foreach (var token in new[] { s_worker, s_operator })
            await IsRefusedAsync(await MakeAsync(token, "one-more", "ada"), TooManyTasks);
        await IsRefusedAsync(await AskAsync(s_ada, "one-more"), TooManyTasks);

        using (var found = await SendAsync(HttpMethod.Get, s_operator, Routes.For(Routes.Task, "one-more")))
            await found.RefusedAsync(ErrorCodes.TaskNotFound);
        using (var again = await MakeAsync(s_worker, "t1", "ada"))
            again.StatusCode.ShouldBe(HttpStatusCode.OK, "what is there already is no more");
        await IsMadeAsync(s_worker, "of-bob", "bob");
        await IsMadeAsync(s_worker, "of-w", owner: null);

        using (var ended = await SendAsync(
            HttpMethod.Post, s_worker, Routes.For(Routes.TaskEvents, "t1"), new { type = "completed" }))
            ended.StatusCode.ShouldBe(HttpStatusCode.OK);
        await IsMadeAsync(s_worker, "one-more", "ada");
        await IsRefusedAsync(
            await SendAsync(HttpMethod.Post, s_worker, Routes.For(Routes.TaskEvents, "t1"), new { type = "retry_started", attempt = 2 }),
            TooManyTasks);
    }

    [Fact]
    [AtLimit("roadmaps of one user that have not ended, also while they wait for a review")]
    public async Task A_roadmap_that_is_cancelled_makes_room_and_one_that_is_tried_again_takes_it()
    {
        for (var i = 1; i <= Generations; i++)
        {
            using var asked = await AskAsync(s_ada, $"r{i}");
            asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        await IsRefusedAsync(await AskAsync(s_ada, "one-more"), TooManyRoadmaps);
        await IsMadeAsync(s_worker, "a-task", "ada");

        await CancelAsync("r1");
        using (var next = await AskAsync(s_ada, "one-more"))
            next.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await IsRefusedAsync(await SendAsync(HttpMethod.Post, s_ada, Routes.For(Routes.RetryRoadmap, "r1")), TooManyRoadmaps);

        await CancelAsync("one-more");
        using var retried = await SendAsync(HttpMethod.Post, s_ada, Routes.For(Routes.RetryRoadmap, "r1"));
        retried.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private static async Task IsRefusedAsync(HttpResponseMessage answer, string sentence)
    {
        using (answer)
        {
            (await answer.RefusedAsync(ErrorCodes.RateLimited)).Detail.ShouldStartWith(sentence);
            answer.Headers.RetryAfter.ShouldBeNull("nobody knows when one ends");
        }
    }

    private async Task IsMadeAsync(string token, string taskId, string? owner)
    {
        using var made = await MakeAsync(token, taskId, owner);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private Task<HttpResponseMessage> MakeAsync(string token, string taskId, string? owner) =>
        SendAsync(HttpMethod.Post, token, Routes.Tasks, owner is null
            ? new { task_id = taskId, kind = "import" }
            : new { task_id = taskId, kind = "import", owner });

    private Task<HttpResponseMessage> AskAsync(string token, string taskId) => SendAsync(HttpMethod.Post, token, Routes.GenerateRoadmap, new
    {
        task_id = taskId,
        preferences = new { learning_goal = "Rust", current_level = "beginner", available_hours_per_week = 5 },
    });

    private async Task CancelAsync(string taskId)
    {
        // Its run holds it up to the review, and lets go of it soon after.
        await Wait.Eventually("it is cancelled", async () =>
        {
            using var cancelled = await SendAsync(HttpMethod.Post, s_ada, Routes.For(Routes.CancelTask, taskId));
            using var now = await SendAsync(HttpMethod.Get, s_ada, Routes.For(Routes.Task, taskId));
            return (await now.ReadAsync<TaskSnapshot>()).Status == TaskRunStatus.Cancelled;
        });
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string token, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        return await _server.Http.SendAsync(request);
    }
}
