using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

public sealed class RoadmapEndpointsTests : IAsyncLifetime
{
    private const string Body = """
        {"task_id":"r-1","user_id":"ada","preferences":{"learning_goal":"学习 Rust 系统编程","current_level":"beginner","weekly_hours":10,"learning_style":"video"}}
        """;

    private RestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _server.Logged.Lines.ShouldBeEmpty();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_roadmap_is_asked_for_once_however_often_the_same_is_sent()
    {
        var asked = await _server.PostAsync(Routes.GenerateRoadmap, Body);
        var again = await _server.PostAsync(
            Routes.GenerateRoadmap, Body.Replace("weekly_hours", "available_hours_per_week", StringComparison.Ordinal));
        var other = await _server.PostAsync(Routes.GenerateRoadmap, Body.Replace("beginner", "expert", StringComparison.Ordinal));

        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        asked.Headers.Location?.ToString().ShouldBe("/api/v1/roadmaps/r-1/status");
        var reply = await asked.ReadAsync<GenerateRoadmapReply>();
        (reply.TaskId, reply.Status).ShouldBe(("r-1", TaskRunStatus.Pending));
        again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await other.RefusedAsync(ErrorCodes.Conflict);
        var status = await (await _server.GetAsync(Routes.For(Routes.RoadmapStatus, "r-1"))).ReadAsync<TaskSnapshot>();
        (status.Kind, status.Title).ShouldBe((TaskKinds.RoadmapGeneration, "学习 Rust 系统编程"));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_wish_is_named_by_path()
    {
        var problem = await (await _server.PostAsync(
            Routes.GenerateRoadmap, """{"preferences":{"current_level":"wizard","available_hours_per_week":0},"additional_context":5}"""))
                .RefusedAsync(ErrorCodes.InvalidRequest);

        problem.Errors!.Select(error => error.Path).ShouldBe(
            [
                "preferences.current_level", "additional_context", "preferences.learning_goal", "preferences.available_hours_per_week"
            ], ignoreOrder: true);
        (await (await _server.PostAsync(Routes.GenerateRoadmap, "{}")).RefusedAsync(ErrorCodes.InvalidRequest)).Lines()
            .ShouldBe(["preferences is required"]);
    }

    [Fact]
    public async Task Only_the_workflow_reports_on_a_generation()
    {
        await _server.PostAsync(Routes.GenerateRoadmap, Body);

        await (await _server.ReportAsync("r-1", """{"type":"progress","step":"a","status":"x"}""")).RefusedAsync(ErrorCodes.Conflict);
        await (await _server.ReportAsync("r-1", "[]")).RefusedAsync(ErrorCodes.Conflict);
        (await _server.SnapshotAsync("r-1")).Seq.ShouldBe(0);
    }

    [Theory]
    [InlineData("?approved=true", null, ReviewOutcome.Approved, null)]
    [InlineData("?approved=false&feedback=shorter", null, ReviewOutcome.Rejected, "shorter")]
    [InlineData("?approved=false&feedback=ignored", """{"approved":true,"feedback":"good"}""", ReviewOutcome.Approved, "good")]
    [InlineData("?feedback=shorter", """{"approved":false}""", ReviewOutcome.Rejected, "shorter")]
    public async Task A_review_is_taken_from_the_body_and_what_it_lacks_from_the_query(
        string query, string? body, ReviewOutcome status, string? feedback)
    {
        await WaitForReviewAsync();

        var answer = await _server.PostAsync(Routes.For(Routes.ApproveRoadmap, "r-1") + query, body);

        var reply = await answer.ReadAsync<ReviewReply>();
        (reply.TaskId, reply.Status, reply.Feedback).ShouldBe(("r-1", status, feedback));
        (await _server.SnapshotAsync("r-1")).PendingCommand.ShouldNotBeNull().Reason.ShouldBe(feedback);
        await (await _server.PostAsync(Routes.For(Routes.ApproveRoadmap, "r-1") + query, body)).RefusedAsync(ErrorCodes.Conflict);
    }

    [Theory]
    [InlineData("", null, "approved")]
    [InlineData("?approved=yes", null, "approved")]
    [InlineData("", """{"approved":"true"}""", "approved")]
    [InlineData("?approved=false", null, "feedback")]
    public async Task A_review_without_a_word_is_refused(string query, string? body, string path)
    {
        await WaitForReviewAsync();

        var problem = await (await _server.PostAsync(Routes.For(Routes.ApproveRoadmap, "r-1") + query, body))
            .RefusedAsync(ErrorCodes.InvalidRequest);

        problem.Errors!.Select(error => error.Path).ShouldBe([path]);
    }

    [Fact]
    public async Task What_does_not_wait_for_review_cannot_be_reviewed_and_what_runs_cannot_be_retried()
    {
        await _server.PostAsync(Routes.GenerateRoadmap, Body);

        await (await _server.PostAsync(Routes.For(Routes.ApproveRoadmap, "r-1") + "?approved=true")).RefusedAsync(ErrorCodes.Conflict);
        await (await _server.PostAsync(Routes.For(Routes.RetryRoadmap, "r-1"))).RefusedAsync(ErrorCodes.Conflict);
    }

    [Fact]
    public async Task A_generation_nobody_works_on_is_cancelled_at_once_and_may_be_tried_again()
    {
        await _server.PostAsync(Routes.GenerateRoadmap, Body);

        var cancelled = await (await _server.PostAsync(Routes.For(Routes.CancelTask, "r-1"))).ReadAsync<CancelReply>();
        (cancelled.Success, cancelled.PreviousStatus, cancelled.TaskId).ShouldBe((true, TaskRunStatus.Pending, "r-1"));
        await (await _server.PostAsync(Routes.For(Routes.CancelTask, "r-1"))).RefusedAsync(ErrorCodes.Conflict);

        var retried = await _server.PostAsync(Routes.For(Routes.RetryRoadmap, "r-1"));
        retried.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var reply = await retried.ReadAsync<RetryReply>();
        (reply.Attempt, reply.Status).ShouldBe((2, TaskRunStatus.Processing));
    }

    [Fact]
    public async Task A_roadmap_is_read_by_its_id_and_tells_its_task()
    {
        var active = Routes.For(Routes.RoadmapActiveTask, "road-1");
        await (await _server.GetAsync(Routes.For(Routes.Roadmap, "road-1"))).RefusedAsync(ErrorCodes.RoadmapNotFound);
        await (await _server.GetAsync(active)).RefusedAsync(ErrorCodes.RoadmapNotFound);
        await WaitForReviewAsync();

        var roadmap = await (await _server.GetAsync(Routes.For(Routes.Roadmap, "road-1"))).ReadAsync<RoadmapDocument>();
        var task = await (await _server.GetAsync(active)).ReadAsync<ActiveTaskReply>();
        await _server.PostAsync(Routes.For(Routes.CancelTask, "r-1"));
        var noTask = await (await _server.GetAsync(active)).ReadAsync<ActiveTaskReply>();

        roadmap.Title.ShouldBe("Rust");
        task.ShouldBe(new ActiveTaskReply
        {
            HasActiveTask = true,
            TaskId = "r-1",
            Status = TaskRunStatus.HumanReviewPending,
            CurrentStep = TaskSteps.HumanReview,
        });
        noTask.ShouldBe(new ActiveTaskReply { HasActiveTask = false });
    }

    /// <summary>What the workflow would write until it waits for a person.</summary>
    private async Task WaitForReviewAsync()
    {
        (await _server.PostAsync(Routes.GenerateRoadmap, Body)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var run = (await _server.Services.GetRequiredService<IGenerationLeases>()
            .AcquireAsync("r-1", TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldNotBeNull();
        var review = new HumanReviewRequiredEvent
        {
            RoadmapId = "road-1",
            RoadmapTitle = "Rust",
            StagesCount = 1,
            Timestamp = Some.Timestamp,
        };
        var roadmap = new RoadmapDocument
        {
            RoadmapId = "road-1",
            TaskId = "r-1",
            Title = "Rust",
            Summary = "",
            Goal = "Rust",
            Level = LearnerLevel.Beginner,
            Language = "zh",
            GeneratedBy = "a test",
            TotalHours = 1,
            HoursPerWeek = 10,
            Weeks = 1,
            KeyTechnologies = [],
            Notes = [],
            Stages = [],
        };
        var result = await _server.Services.GetRequiredService<ITaskEventLog>().AppendAsync(
            new TaskAppend
            {
                TaskId = "r-1",
                Events = [new ReportedEvent(review)],
                Decide = static (_, events) => new Decision.Accepted(events),
                Workflow = new WorkflowWrite(run.Run, Roadmap: roadmap),
            },
            CancellationToken.None);
        result.ShouldBeOfType<AppendResult.Appended>();
    }
}
