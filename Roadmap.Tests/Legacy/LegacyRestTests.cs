using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Legacy;

/// <summary>What the earlier system's front end calls and reads, with <c>Legacy:Compatibility</c>.</summary>
public sealed class LegacyRestTests(CompatibleServer compatible) : IClassFixture<CompatibleServer>
{
    private const string Generate = """
        {"user_id": "ada", "preferences": {"learning_goal": "学习测试", "current_level": "beginner", "weekly_hours": 5, "learning_style": ["visual"]}}
        """;

    private readonly RestServer _server = compatible.Server;

    [Fact]
    public async Task Generate_answers_200_and_the_list_of_its_user_has_the_task()
    {
        var answer = await _server.PostAsync(Routes.GenerateRoadmap, Generate.Replace("ada", "bob", StringComparison.Ordinal));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var made = await JsonAsync(answer);
        made.GetProperty("status").GetString().ShouldBe("pending");
        var taskId = made.GetProperty("task_id").GetString()!;
        answer.Headers.Location!.ToString().ShouldBe(Routes.For(Routes.RoadmapStatus, taskId));
        await _server.StartTaskAsync();
        var list = await JsonAsync(await _server.GetAsync(Routes.For(LegacyRoutes.UserTasks, "bob")));
        list.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("task_id").GetString()).ShouldBe([taskId]);
        list.GetProperty("total").GetInt32().ShouldBe(1);
        (await JsonAsync(await _server.GetAsync(Routes.For(LegacyRoutes.UserTasks, "nobody")))).GetProperty("tasks").GetArrayLength()
            .ShouldBe(0);
        await (await _server.GetAsync(Routes.For(LegacyRoutes.UserTasks, "ada") + "?limit=0")).RefusedAsync(ErrorCodes.InvalidRequest);
    }

    [Fact]
    public async Task A_refusal_is_as_it_is_for_everybody() =>
        await (await _server.PostAsync(Routes.GenerateRoadmap, "{}")).RefusedAsync(ErrorCodes.InvalidRequest);

    [Fact]
    public async Task What_failed_is_named_by_error_message_too()
    {
        var task = await _server.StartTaskAsync();
        await _server.ReportAsync(task, """{"type":"failed","error":"没有<模型>"}""");

        foreach (var route in new[] { Routes.Task, Routes.RoadmapStatus })
        {
            var status = await JsonAsync(await _server.GetAsync(Routes.For(route, task)));
            (status.GetProperty("error")
                .GetString(), status.GetProperty("error_message").GetString(), status.GetProperty("status").GetString())
                .ShouldBe(("没有<模型>", "没有<模型>", "failed"));
        }
    }

    [Fact]
    public async Task A_cancelled_task_is_failed_to_whoever_polls_and_cancelled_to_the_others()
    {
        var task = (await JsonAsync(await _server.PostAsync(Routes.GenerateRoadmap, Generate))).GetProperty("task_id").GetString()!;
        (await _server.PostAsync(Routes.For(Routes.CancelTask, task))).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var polled = await JsonAsync(await _server.GetAsync(Routes.For(Routes.RoadmapStatus, task)));
        (polled.GetProperty("status").GetString(), polled.GetProperty("error_message").GetString())
            .ShouldBe(("failed", "The task was cancelled."));
        (await _server.SnapshotAsync(task)).Status.ShouldBe(TaskRunStatus.Cancelled);

        var again = await _server.PostAsync(Routes.For(LegacyRoutes.RetryTask, task));
        (await again.ReadAsync<RetryReply>()).Attempt.ShouldBe(2);
        await (await _server.PostAsync(Routes.For(LegacyRoutes.RetryTask, task))).RefusedAsync(ErrorCodes.Conflict);
    }

    [Fact]
    public async Task The_logs_of_a_trace_are_the_tasks_events()
    {
        var task = await _server.StartTaskAsync();
        await _server.ReportAsync(
            task, """[{"type":"progress","step":"reading","status":"x","message":"one"},{"type":"failed","error":"no"}]""");

        var all = await JsonAsync(await _server.GetAsync(Routes.For(LegacyRoutes.TraceLogs, task)));
        all.GetProperty("total").GetInt32().ShouldBe(2);
        all.GetProperty("logs").EnumerateArray().Select(
            log => (log.GetProperty("level").GetString(), log.GetProperty("category").GetString(), log.GetProperty("message").GetString()))
            .ShouldBe([("info", "progress", "one"), ("error", "failed", null)]);
        var last = await JsonAsync(await _server.GetAsync(Routes.For(LegacyRoutes.TraceLogs, task) + "?offset=1&limit=5"));
        last.GetProperty("logs").EnumerateArray().Single().GetProperty("category").GetString().ShouldBe("failed");
        await (await _server.GetAsync(Routes.For(LegacyRoutes.TraceLogs, "nobody"))).RefusedAsync(ErrorCodes.TaskNotFound);
    }

    [Fact]
    public async Task A_roadmap_has_its_old_names_beside_the_new()
    {
        var task = Some.TaskId();
        var roadmapId = $"r-{task}";
        var log = _server.Services.GetRequiredService<ITaskEventLog>();
        await log.CreateAsync(Some.WorkflowTask(task), CancellationToken.None);
        var run = (await _server.Services.GetRequiredService<IGenerationLeases>()
            .AcquireAsync(task, TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldNotBeNull().Run;
        var content = new Dictionary<string, ConceptContent>(StringComparer.Ordinal)
        {
            ["c1"] = new() { Quiz = new QuizContent { QuizId = "q", Questions = [] } },
        };
        await log.AppendAsync(
            new TaskAppend
            {
                TaskId = task,
                Events = [new ReportedEvent(Some.ReviewRequired(roadmapId)), new ReportedEvent(Some.ConceptFailed("c2")), new ReportedEvent(
                    new CompletedEvent { RoadmapId = roadmapId })],
                Decide = static (_, report) => new Decision.Accepted(report),
                Workflow = new WorkflowWrite(run, "done", Some.Plan(roadmapId, task, "c1", "c2"), content),
            },
            CancellationToken.None);

        var roadmap = await JsonAsync(await _server.GetAsync(Routes.For(Routes.Roadmap, roadmapId)));

        (roadmap.GetProperty("total_estimated_hours").GetDouble(), roadmap.GetProperty("recommended_completion_weeks").GetInt32())
            .ShouldBe((10, 2));
        roadmap.GetProperty("total_hours").GetDouble().ShouldBe(10);
        var module = roadmap.GetProperty("stages")[0].GetProperty("modules")[0];
        module.GetProperty("estimated_hours").GetDouble().ShouldBe(10);
        var first = module.GetProperty("concepts")[0];
        (first.GetProperty("estimated_hours").GetDouble(), first.GetProperty("hours").GetDouble()).ShouldBe((1, 1));
        first.GetProperty("content_status").GetString().ShouldBe("pending");
        first.GetProperty("resources_status").GetString().ShouldBe("pending");
        first.GetProperty("quiz_status").GetString().ShouldBe("completed");

        // One concept failed: it is made again, though the task is completed.
        (await (await _server.PostAsync(Routes.For(LegacyRoutes.RetryFailed, roadmapId), """{"user_id":"ada"}""")).ReadAsync<RetryReply>())
            .Attempt.ShouldBe(2);
        await (await _server.PostAsync(Routes.For(LegacyRoutes.RetryFailed, "nobody"))).RefusedAsync(ErrorCodes.RoadmapNotFound);
    }

    [Fact]
    public async Task Without_the_setting_there_is_none_of_it()
    {
        await using var server = await RestServer.StartAsync();

        (await server.PostAsync(Routes.GenerateRoadmap, Generate)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var task = await server.StartTaskAsync();
        await server.ReportAsync(task, """{"type":"failed","error":"no"}""");
        (await JsonAsync(await server.GetAsync(Routes.For(Routes.RoadmapStatus, task)))).TryGetProperty("error_message", out _)
            .ShouldBeFalse();
        (await server.PostAsync(Routes.For(LegacyRoutes.RetryTask, task))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.GetAsync(Routes.For(LegacyRoutes.TraceLogs, task))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.StatusCode}");
        answer.Content.Headers.ContentType?.ToString().ShouldBe("application/json; charset=utf-8");
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }
}
