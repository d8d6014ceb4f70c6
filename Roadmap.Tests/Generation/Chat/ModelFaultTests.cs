using Microsoft.AspNetCore.Http;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Chat;

public sealed class ModelFaultTests
{
    [Fact]
    public async Task Who_has_too_much_to_do_is_asked_again_when_it_says()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("plan", ModelServer.Refuses(429, retryAfter: "1"));

        var task = await server.UntilEndedAsync(await server.GenerateAsync());

        (await server.RoadmapAsync(task)).GeneratedBy.ShouldBe(ModelServer.Model);
        var asked = server.Model.CallsFor("plan").Select(call => call.At).ToList();
        asked.Count.ShouldBe(2);
        (asked[1] - asked[0]).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.95));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_fault_that_passes_is_outlasted(int status)
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("plan", ModelServer.Refuses(status), times: 3);

        var task = await server.UntilEndedAsync(await server.GenerateAsync());

        (await server.RoadmapAsync(task)).GeneratedBy.ShouldBe(ModelServer.Model);
        server.Model.CallsFor("plan").Count().ShouldBe(4);
    }

    public static TheoryData<string, int, string> Away => new()
    {
        { "too much to do for an hour", 1, "has too much to do" },
        { "broken", 4, "status 500" },
        { "a wrong key", 1, "does not accept this server's key" },
        { "a wrong model", 1, "status 404" },
        { "silent", 2, "has said nothing for 1 s" },
        { "cut", 2, "was cut off" },
    };

    [Theory]
    [MemberData(nameof(Away))]
    public async Task While_the_model_is_away_the_catalogue_makes_the_roadmap_and_says_so(string fault, int asked, string reason)
    {
        await using var server = await ChatServer.StartAsync("--Generation:SilenceLimit=00:00:01");
        server.Model.Next("plan", Treat(server.Model, fault), asked);

        var task = await server.UntilEndedAsync(await server.GenerateAsync(goal: "Learn Rust for systems programming"));

        task.Status.ShouldBe(TaskRunStatus.Completed);
        var roadmap = await server.RoadmapAsync(task);
        roadmap.GeneratedBy.ShouldContain("no language model");
        roadmap.Notes[0].ShouldContain(reason);
        roadmap.Concepts.ShouldAllBe(concept => concept.Content!.Quiz != null);
        server.Model.CallsFor("plan").Count().ShouldBe(asked);
        server.Program.Logged.Take("model_away").ShouldBeTrue();
    }

    [Fact]
    public async Task A_model_that_is_away_from_the_beginning_is_not_asked_for_the_plan()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("intent", ModelServer.Refuses(503), times: 4);

        var taskId = await server.GenerateAsync(review: true, goal: "Learn Rust for systems programming");
        var waiting = await server.UntilReviewAsync(taskId);
        await server.PostAsync(Routes.ApproveRoadmap, taskId, new { approved = false, feedback = "shorter" });
        await server.UntilAsync(
            taskId, "the plan is changed", task => task.SubStatus == ReviewSubStatus.Waiting && task.Seq > waiting.Seq + 3);

        server.Model.Calls.ShouldAllBe(call => call.Question == "intent");
        (await server.EventsAsync(taskId)).OfType<ProgressEvent>().ShouldContain(e =>
            e.Step == TaskSteps.IntentAnalysis && e.Message!.Contains("without a language model", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("broken off")]
    [InlineData("without a last word")]
    public async Task An_answer_that_is_cut_is_asked_for_again(string cut)
    {
        await using var server = await ChatServer.StartAsync();
        const string half = "{\"title\":\"Bre";
        server.Model.Next("plan", cut == "broken off" ? ModelServer.Breaks(half) : ModelServer.Stops(half));

        var task = await server.UntilEndedAsync(await server.GenerateAsync());

        (await server.RoadmapAsync(task)).Title.ShouldBe("Bread from your own oven");
        server.Model.CallsFor("plan").Select(call => call.Messages.Count).ShouldBe([2, 2], "it is the same question");
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_asked_for_in_fewer_words()
    {
        await using var server = await ChatServer.StartAsync();
        server.Model.Next("plan", ModelServer.EndsAtItsLimit("{\"title\":\"Bre"));

        var task = await server.UntilEndedAsync(await server.GenerateAsync());

        task.Status.ShouldBe(TaskRunStatus.Completed);
        server.Model.CallsFor("plan").ElementAt(1).Messages[3].ShouldContain("write less");
    }

    [Fact]
    public async Task Content_waits_for_the_model_when_the_plan_is_the_models()
    {
        await using var server = await ChatServer.StartAsync();
        foreach (var question in new[] { "tutorial", "resources", "quiz" })
            server.Model.Next(question, ModelServer.Refuses(503), times: 100);

        var taskId = await server.GenerateAsync();
        (await server.UntilEndedAsync(taskId)).Status.ShouldBe(TaskRunStatus.Failed);

        var failed = (await server.EventsAsync(taskId))[^1].ShouldBeOfType<FailedEvent>();
        failed.Error.ShouldContain("No content could be made");
        failed.ErrorDetail.ShouldNotBeNull().ShouldContain("status 503");
    }

    private static Func<HttpContext, Task> Treat(ModelServer model, string fault) => fault switch
    {
        "too much to do for an hour" => ModelServer.Refuses(429, retryAfter: "3600"),
        "broken" => ModelServer.Refuses(500),
        "a wrong key" => ModelServer.Refuses(401),
        "a wrong model" => ModelServer.Refuses(404),
        "silent" => model.IsSilent,
        _ => ModelServer.Stops("{"),
    };
}
