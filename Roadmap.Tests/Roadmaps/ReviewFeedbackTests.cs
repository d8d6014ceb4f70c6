using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Roadmaps;

/// <summary>Feedback at a real server: what it would do is said before, and nothing that is written makes the task fail.</summary>
public sealed class ReviewFeedbackTests
{
    [Fact]
    public async Task Whatever_is_written_the_plan_comes_back_for_review()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        var (taskId, _) = await UntilReviewAsync(server, await GenerateAsync(server), rounds: 0);
        string[] written = ["what would you add?", "add", "leave out", "加", "add add Kubernetes", "🚀", "no Docker, and make it blue"];

        for (var i = 0; i < written.Length; i++)
        {
            var previewed = await PreviewAsync(server, taskId, written[i]);
            (await server.Http.PostAsJsonAsync(
                Routes.For(Routes.ApproveRoadmap, taskId), new ReviewBody { Approved = false, Feedback = written[i] }))
                .EnsureSuccessStatusCode();
            var (_, plan) = await UntilReviewAsync(server, taskId, rounds: i + 1);

            plan.Review.ShouldNotBeNull().ShouldSatisfyAllConditions(
                review => review.Changed.ShouldBe(previewed.Changed),
                review => review.Edits.ShouldBe(previewed.Edits),
                review => review.NotUnderstood.ShouldBe(previewed.NotUnderstood));
            (plan.Title, plan.TotalHours, plan.Weeks).ShouldBe((previewed.Title, previewed.TotalHours, previewed.Weeks));
        }

        var messages = (await EventsAsync(server, taskId)).OfType<ProgressEvent>()
            .Where(e => e is { Step: TaskSteps.RoadmapEdit } && e.Message != "Changing the plan as the feedback asks")
            .Select(e => e.Message!)
            .ToList();
        messages[0].ShouldBe("Nothing was changed: not understood: “what would you add?”");
        messages[4].ShouldStartWith("Changed the plan (Add Kubernetes): 4 stages with ");
        messages[6].ShouldEndWith("; not understood: “and make it blue”");
        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_preview_is_for_a_plan_that_waits_and_names_what_is_wrong_with_the_question()
    {
        await using var server = await RestServer.StartAsync();
        await server.PostAsync(
            Routes.GenerateRoadmap,
            """{"task_id":"r-1","preferences":{"learning_goal":"Rust","current_level":"beginner","weekly_hours":10}}""");
        var path = Routes.For(Routes.PreviewReview, "r-1");

        await (await server.PostAsync(path, """{"feedback":"shorter"}""")).RefusedAsync(ErrorCodes.Conflict);
        await (await server.PostAsync(Routes.For(Routes.PreviewReview, "r-2"), """{"feedback":"shorter"}"""))
            .RefusedAsync(ErrorCodes.TaskNotFound);
        (await (await server.PostAsync(path, """{"feedback":" "}""")).RefusedAsync(ErrorCodes.InvalidRequest)).Lines()
            .ShouldBe(["feedback is required: it says what should be different"]);
        (await (await server.PostAsync(path, $$"""{"feedback":"{{new string('x', 2_001)}}"}""")).RefusedAsync(ErrorCodes.InvalidRequest))
            .Lines().ShouldBe(["feedback must have at most 2,000 characters"]);
    }

    private static async Task<string> GenerateAsync(ServerProcess server)
    {
        var answer = await server.Http.PostAsJsonAsync(Routes.GenerateRoadmap, new GenerateRoadmapBody
        {
            Preferences = new LearnerPreferences
            {
                LearningGoal = "Become a backend engineer with Python",
                CurrentLevel = LearnerLevel.Beginner,
                AvailableHoursPerWeek = 10,
            },
        });
        return (await answer.Content.ReadFromJsonAsync(ContractsJson.TypeInfo<GenerateRoadmapReply>()))!.TaskId;
    }

    private static async Task<ReviewPreview> PreviewAsync(ServerProcess server, string taskId, string feedback)
    {
        var answer = await server.Http.PostAsJsonAsync(
            Routes.For(Routes.PreviewReview, taskId), new ReviewPreviewBody { Feedback = feedback });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ContractsJson.TypeInfo<ReviewPreview>()))!;
    }

    /// <summary>The plan, when it waits for a review after so many rounds.</summary>
    private static async Task<(string TaskId, RoadmapDocument Plan)> UntilReviewAsync(ServerProcess server, string taskId, int rounds)
    {
        await Wait.Eventually(
            $"the plan waits for a review after {rounds} rounds",
            async () => (await EventsAsync(server, taskId)).OfType<HumanReviewRequiredEvent>().Count() == rounds + 1);
        var task = await server.Http.GetFromJsonAsync(Routes.For(Routes.Task, taskId), ContractsJson.TypeInfo<TaskSnapshot>());
        var plan = await server.Http.GetFromJsonAsync(
            Routes.For(Routes.Roadmap, task!.RoadmapId!), ContractsJson.TypeInfo<RoadmapDocument>());
        return (taskId, plan!);
    }

    private static async Task<IReadOnlyList<TaskEvent>> EventsAsync(ServerProcess server, string taskId) =>
        (await server.Http.GetFromJsonAsync(
            $"{Routes.For(Routes.TaskEvents, taskId)}?limit=1000", ContractsJson.TypeInfo<EventPage>()))!.Events;
}
