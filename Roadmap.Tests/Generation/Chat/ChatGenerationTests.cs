using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Chat;

public sealed class ChatGenerationTests
{
    [Fact]
    public async Task A_model_makes_a_roadmap_from_the_goal_to_the_last_quiz()
    {
        await using var server = await ChatServer.StartAsync();

        var task = await server.UntilEndedAsync(await server.GenerateAsync());

        task.Status.ShouldBe(TaskRunStatus.Completed);
        var roadmap = await server.RoadmapAsync(task);
        (roadmap.Title, roadmap.GeneratedBy, roadmap.Language).ShouldBe(("Bread from your own oven", ModelServer.Model, "en"));
        (roadmap.TotalHours, roadmap.Weeks).ShouldBe((11, 3), "hours are halves, and a week has five of them");
        roadmap.Stages.Select(stage => stage.Hours).ShouldBe([5, 6]);
        roadmap.Concepts.Select(concept => concept.ConceptId).ShouldBe(["flour", "knead", "steam", "first-loaf"]);
        roadmap.Notes[0].ShouldContain(ModelServer.Model);
        var content = roadmap.Concepts.Last().Content.ShouldNotBeNull();
        content.Tutorial!.Sections.Select(section => section.Title).ShouldBe(["Why", "How"]);
        content.Resources!.Items.ShouldHaveSingleItem().Url.ShouldBe("https://bread.example/book");
        content.Quiz!.Questions.Count.ShouldBe(3);
        server.Model.Calls.Count.ShouldBe(2 + (4 * 3));
        server.Program.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_endpoint_gets_its_key_and_a_strict_schema_and_no_log_line_gets_the_key()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("plan", ModelServer.Refuses(401));

        await server.UntilEndedAsync(await server.GenerateAsync());

        server.Model.Calls.ShouldAllBe(call => call.Authorization == $"Bearer {ModelServer.Key}");
        var plan = server.Model.CallsFor("plan").First();
        plan.Body["model"]!.ToString().ShouldBe(ModelServer.Model);
        plan.Schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        plan.Schema["required"]!.AsArray().Select(name => name!.ToString())
            .ShouldBe(["title", "summary", "key_technologies", "stages", "changes", "not_followed"]);
        plan.Messages[1].ShouldContain("learning goal: \"Bake bread\"");
        server.Said.ShouldContain(line => line.Contains("model_away", StringComparison.Ordinal));
        server.Said.ShouldAllBe(line => !line.Contains(ModelServer.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Feedback_goes_to_the_model_and_what_it_did_with_it_stands_in_the_notes()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("edited_plan", ModelServer.Says(ModelAnswers.Plan(
            "Bread by machine", knead: "machine", changes: "\"Kneading is done by a machine.\"", ignored: "\"Less flour: nothing would be left.\"")));

        var taskId = await server.GenerateAsync(review: true);
        await server.UntilReviewAsync(taskId);
        await server.PostAsync(Routes.ApproveRoadmap, taskId, new { approved = false, feedback = "use a \"machine\", less flour" });
        var task = await server.UntilReviewAsync(taskId, edits: 1);

        var roadmap = await server.RoadmapAsync(task);
        roadmap.Title.ShouldBe("Bread by machine");
        roadmap.Notes.ShouldContain("Kneading is done by a machine.");
        roadmap.Notes.ShouldContain("Not followed: Less flour: nothing would be left.");
        var asked = server.Model.CallsFor("edited_plan").ShouldHaveSingleItem();
        asked.Messages[1].ShouldContain("the reviewer's feedback: \"use a \\\"machine\\\", less flour\"");
        asked.Messages[1].ShouldContain("first-loaf: \"Your first loaf\", 5 h, hard, needs [knead, steam]");
    }

    [Theory]
    [InlineData("no JSON at all", "at $")]
    [InlineData("""{"title":"x","stages":"none"}""", "at $.stages")]
    [InlineData("null", "null")]
    public async Task An_answer_of_another_shape_is_sent_back_once_with_what_is_wrong(string answer, string told)
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("plan", ModelServer.Says(answer));

        var task = await server.UntilEndedAsync(await server.GenerateAsync());

        task.Status.ShouldBe(TaskRunStatus.Completed);
        var repair = server.Model.CallsFor("plan").ElementAt(1);
        repair.Messages[2].ShouldBe(answer);
        repair.Messages[3].ShouldContain(told);
        server.Program.Logged.Take("model_answer_unusable").ShouldBeTrue();
    }

    [Fact]
    public async Task A_plan_that_contradicts_itself_is_sent_back_too()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("plan", ModelServer.Says(ModelAnswers.Plan(knead: "flour")));

        var task = await server.UntilEndedAsync(await server.GenerateAsync());

        task.Status.ShouldBe(TaskRunStatus.Completed);
        server.Model.CallsFor("plan").ElementAt(1).Messages[3].ShouldContain("2 concepts have the id flour");
    }

    [Fact]
    public async Task An_answer_that_is_wrong_twice_fails_the_task_aloud()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("plan", ModelServer.Says("{"), times: 2);

        var taskId = await server.GenerateAsync();
        (await server.UntilEndedAsync(taskId)).Status.ShouldBe(TaskRunStatus.Failed);

        var failed = (await server.EventsAsync(taskId))[^1].ShouldBeOfType<FailedEvent>();
        failed.Error.ShouldBe("The curriculum could not be designed");
        failed.ErrorDetail.ShouldNotBeNull().ShouldContain("could not be used");
    }

    [Fact]
    public async Task A_model_that_refuses_fails_the_task_with_its_words()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("intent", ModelServer.Declines("I do not help with that."));

        var taskId = await server.GenerateAsync();
        await server.UntilEndedAsync(taskId);

        (await server.EventsAsync(taskId))[^1].ShouldBeOfType<FailedEvent>().ErrorDetail
            .ShouldBe("The model refuses: I do not help with that.");
    }

    [Fact]
    public async Task A_roadmap_that_has_cost_its_budget_fails_and_says_so()
    {
        await using var server = await ChatServer.StartAsync("--Generation:TokenBudget=1000");

        var taskId = await server.GenerateAsync();
        await server.UntilEndedAsync(taskId);

        server.Model.Calls.ShouldHaveSingleItem().Body["max_completion_tokens"]!.GetValue<int>().ShouldBe(1_000);
        (await server.EventsAsync(taskId))[^1].ShouldBeOfType<FailedEvent>().ErrorDetail.ShouldNotBeNull()
            .ShouldContain("1000 tokens, is spent");
    }

    [Fact]
    public async Task A_concept_that_fails_for_good_is_told_and_a_retry_makes_only_that_one()
    {
        await using var server = await ChatServer.StartAsync("--Generation:Parallelism=1");
        server.Model.Next("quiz steam", ModelServer.Says("""{"questions":[]}"""), times: 2 * 3);

        var taskId = await server.GenerateAsync();
        var first = await server.UntilEndedAsync(taskId);
        var before = server.Model.Calls.Count;
        await server.PostAsync(Routes.RetryRoadmap, taskId);
        var second = await server.UntilAsync(
            taskId, "the second attempt completes", task => task is { Attempt: 2, Status: TaskRunStatus.Completed });

        first.Status.ShouldBe(TaskRunStatus.Completed);
        var events = await server.EventsAsync(taskId);
        events.OfType<ConceptFailedEvent>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.ConceptId.ShouldBe("steam"), e => e.Error.ShouldContain("at least 3 questions"));
        events.OfType<CompletedEvent>().Select(e => e.FailedCount).ShouldBe([1, 0]);
        server.Model.Calls.Skip(before).Select(call => call.Question).ShouldBe(["quiz"]);
        (await server.RoadmapAsync(second)).Concepts.ShouldAllBe(concept => concept.Content!.Quiz != null);
    }

    [Fact]
    public async Task Addresses_that_no_page_may_link_to_are_sent_back()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next(
            "resources steam", ModelServer.Says("""{"items":[{"title":"Trap","url":"javascript:alert(1)","kind":"book"}]}"""));

        var task = await server.UntilEndedAsync(await server.GenerateAsync());

        (await server.RoadmapAsync(task)).Concepts.SelectMany(concept => concept.Content!.Resources!.Items)
            .ShouldAllBe(item => item.Url.StartsWith("https://", StringComparison.Ordinal));
        server.Model.CallsFor("resources").Last(call => call.Messages.Count == 4).Messages[3]
            .ShouldContain("\"Trap\" must be a whole https address");
    }
}
