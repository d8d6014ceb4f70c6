using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Chat;

/// <summary>Feedback on a model's plan: what is understood of it is shown before, without the model, which is told so.</summary>
public sealed class ModelFeedbackTests
{
    [Fact]
    public async Task Feedback_on_a_models_plan_is_previewed_without_the_model_and_handed_to_it_as_it_was_understood()
    {
        await using var server = await ChatServer.StartAsync();
        var taskId = await server.GenerateAsync(review: true);
        await server.UntilReviewAsync(taskId);
        var calls = server.Model.Calls.Count;
        const string Feedback = "leave out steam, Flour at the end, make it harder, 3 hours a week, and make the crust blue";

        var preview = await PreviewAsync(server, taskId, Feedback);

        server.Model.Calls.Count.ShouldBe(calls);
        preview.Edits.Select(edit => edit.Label).ShouldBe(["Leave out steam", "Flour at the end", "Harder", "3 hours a week"]);
        preview.Edits.ShouldAllBe(edit => edit.Text == "The language model is asked for this.");
        preview.ToModel.ShouldBe(["and make the crust blue"]);
        preview.NotUnderstood.ShouldBeEmpty();
        (preview.Title, preview.TotalHours, preview.Weeks, preview.TotalConcepts).ShouldBe(("Bread from your own oven", 11, 3, 4));

        await server.PostAsync(Routes.ApproveRoadmap, taskId, new { approved = false, feedback = Feedback });
        var task = await server.UntilReviewAsync(taskId, edits: 1);

        var asked = server.Model.CallsFor("edited_plan").ShouldHaveSingleItem().Messages[1];
        asked.ShouldContain("understood edit: leave_out, topic \"steam\"\n");
        asked.ShouldContain("understood edit: move, topic \"Flour\", place \"last\"\n");
        asked.ShouldContain("understood edit: harder\n");
        asked.ShouldContain("understood edit: hours_per_week, value \"3\"\n");
        asked.ShouldContain("in the reviewer's words: \"and make the crust blue\"\n");
        asked.ShouldContain("hours a week: \"3\"");
        var roadmap = await server.RoadmapAsync(task);
        (roadmap.Level, roadmap.HoursPerWeek, roadmap.Weeks).ShouldBe((LearnerLevel.Intermediate, 3, 4), "what frames a plan is set here");

        await server.PostAsync(Routes.ApproveRoadmap, taskId, new { approved = false, feedback = "noch etwas" });
        task = await server.UntilReviewAsync(taskId, edits: 2);
        (await server.RoadmapAsync(task)).HoursPerWeek.ShouldBe(3, "what was changed stays changed");
    }

    [Fact]
    public async Task While_the_model_is_away_a_plan_of_the_catalogue_is_previewed_as_ever()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("intent", ModelServer.Refuses(401));
        var taskId = await server.GenerateAsync(review: true, goal: "Learn Rust");
        await server.UntilReviewAsync(taskId);

        var preview = await PreviewAsync(server, taskId, "leave out macros, make it blue");

        preview.ToModel.ShouldBeNull();
        preview.NotUnderstood.ShouldBe(["make it blue"]);
    }

    private static async Task<ReviewPreview> PreviewAsync(ChatServer server, string taskId, string feedback)
    {
        using var answer = await server.Program.Http.PostAsJsonAsync(
            new Uri(Routes.For(Routes.PreviewReview, taskId), UriKind.Relative), new ReviewPreviewBody { Feedback = feedback });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ContractsJson.TypeInfo<ReviewPreview>()))!;
    }
}
