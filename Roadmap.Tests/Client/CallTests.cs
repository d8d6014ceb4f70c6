using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Client;
using Roadmap.Client.Connection;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>The calls of a client, alone and in a host.</summary>
public sealed class CallTests : HubTest
{
    [Fact]
    public async Task A_roadmap_is_made_reviewed_and_read()
    {
        await using var client = new RoadmapClient(Server.Http.BaseAddress!);
        var begun = await client.GenerateAsync(Baking);
        await using var watch = client.WatchAsync(begun.TaskId, WatchOptions.FromTheStart).GetAsyncEnumerator();
        var waiting = await watch.NextAsync<HumanReviewRequiredEvent>(_ => true);

        (await client.ReviewAsync(begun.TaskId, approved: true)).Status.ShouldBe(ReviewOutcome.Approved);

        (await watch.NextAsync<CompletedEvent>(_ => true)).RoadmapId.ShouldBe(waiting.RoadmapId);
        (await client.GetRoadmapAsync(waiting.RoadmapId)).RoadmapId.ShouldBe(waiting.RoadmapId);
        var listed = await client.ListTasksAsync(new TaskQuery { Status = TaskRunStatus.Completed, Limit = 10 });
        listed.Tasks.ShouldHaveSingleItem().TaskId.ShouldBe(begun.TaskId);
    }

    [Fact]
    public async Task A_roadmap_is_cancelled_and_tried_again()
    {
        await using var client = new RoadmapClient(Server.Http.BaseAddress!);
        var begun = await client.GenerateAsync(Baking);
        await using var watch = client.WatchAsync(begun.TaskId, WatchOptions.FromTheStart).GetAsyncEnumerator();
        await watch.NextAsync<HumanReviewRequiredEvent>(_ => true);

        await client.CancelAsync(begun.TaskId);
        await watch.NextAsync<CancelledEvent>(_ => true);
        await client.RetryAsync(begun.TaskId);

        (await client.GetTaskAsync(begun.TaskId)).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Events_with_an_id_are_reported_twice_and_stored_once()
    {
        await using var client = new RoadmapClient(Server.Http.BaseAddress!);
        var task = await client.CreateTaskAsync(new CreateTaskBody { Kind = "import" });
        ReportedEvent[] report = [new(new ProgressEvent { Step = "work", Status = "processing", Percentage = 5 }, "first")];

        var first = await client.ReportAsync(task.TaskId, report);
        var second = await client.ReportAsync(task.TaskId, report);

        (first.Accepted, first.Duplicates).ShouldBe((1, 0));
        (second.Accepted, second.Duplicates, second.Seq).ShouldBe((0, 1, first.Seq));
    }

    [Fact]
    public async Task A_call_too_many_says_when_to_come_back()
    {
        await using var server = await HubServer.StartAsync(
            ["--ForwardedHeaders:KnownProxies=10.0.0.7", "--Limits:CallsPerMinute=1", "--Limits:ConnectsPerMinute=1"]);
        await using var client = new RoadmapClient(server.Http.BaseAddress!);
        await client.ListTasksAsync();

        var refused = await Should.ThrowAsync<RoadmapException>(() => client.ListTasksAsync());

        (refused.Code, refused.IsFinal).ShouldBe((ErrorCodes.RateLimited, false));
        refused.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Backoff.After(1, refused, new BackoffOptions(), draw: 0).ShouldBe(refused.RetryAfter.Value);
    }

    [Fact]
    public async Task A_refusal_names_the_wrong_fields()
    {
        await using var client = new RoadmapClient(Server.Http.BaseAddress!);

        var refusal = await Should.ThrowAsync<RoadmapException>(client.GenerateAsync(new GenerateRoadmapBody()));

        refusal.Code.ShouldBe(ErrorCodes.InvalidRequest);
        refusal.Problem.ShouldNotBeNull().Errors.ShouldNotBeNull().ShouldContain(error => error.Path == "preferences");
    }

    [Fact]
    public async Task The_list_changes_as_the_tasks_do()
    {
        await using var client = new RoadmapClient(Server.Http.BaseAddress!);
        await using var lists = client.WatchTasksAsync().GetAsyncEnumerator();
        (await lists.MoveNextAsync().InTime()).ShouldBeTrue();
        lists.Current.ShouldBeEmpty();

        var taskId = await Server.StartTaskAsync();
        await Server.ReportAsync(
            taskId, """[{"type":"progress","step":"work","status":"processing","percentage":40},{"type":"completed"}]""");

        do
            (await lists.MoveNextAsync().InTime()).ShouldBeTrue();
        while (lists.Current is not [{ Status: TaskRunStatus.Completed, Percentage: 100 }]);
        lists.Current[0].TaskId.ShouldBe(taskId);
    }

    [Fact]
    public async Task A_hosts_client_asks_again_where_that_does_no_harm()
    {
        var refusals = 0;
        await using var proxy = new CuttingProxy(Server.Http.BaseAddress!)
        {
            Judge = _ => Interlocked.Increment(ref refusals) == 1 ? HttpStatusCode.ServiceUnavailable : null,
        };
        var taskId = await Server.StartTaskAsync();
        await using var services = Host(proxy.Address).BuildServiceProvider();
        var client = services.GetRequiredService<RoadmapClient>();
        services.GetRequiredService<RoadmapClient>().ShouldBeSameAs(client);

        (await client.GetTaskAsync(taskId)).TaskId.ShouldBe(taskId);
        Volatile.Write(ref refusals, 0);
        var failed = await Should.ThrowAsync<RoadmapException>(client.CancelAsync(taskId));

        failed.Code.ShouldBe(ClientErrorCodes.Unreachable);
        failed.IsFinal.ShouldBeFalse();
        proxy.Posts.ShouldBe(1);
    }

    [Theory]
    [InlineData("Server is relative: give an http or https address, such as https://roadmap.example.")]
    [InlineData("Buffer is 0: give at least 1, such as 1024.")]
    [InlineData("Timeout is 00:00:00: give one above zero, such as 00:00:15.")]
    [InlineData("Backoff.AttemptsPerMinute is 0: give at least 1, such as 8.")]
    public void An_option_that_is_out_of_range_is_named_with_a_good_value(string sentence)
    {
        var wrong = sentence.Split(' ')[0] switch
        {
            "Server" => RoadmapClientOptions.Default with { Server = new Uri("relative", UriKind.Relative) },
            "Buffer" => RoadmapClientOptions.Default with { Buffer = 0 },
            "Timeout" => RoadmapClientOptions.Default with { Timeout = TimeSpan.Zero },
            _ => RoadmapClientOptions.Default with { Backoff = BackoffOptions.Default with { AttemptsPerMinute = 0 } },
        };

        Should.Throw<ArgumentException>(() => new RoadmapClient(wrong)).Message.ShouldStartWith(sentence);
    }

    private static GenerateRoadmapBody Baking => new()
    {
        Preferences = new LearnerPreferences
        {
            LearningGoal = "Bake bread",
            CurrentLevel = LearnerLevel.Beginner,
            AvailableHoursPerWeek = 5,
        },
    };

    private static ServiceCollection Host(Uri server)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRoadmapClient(options => options with { Server = server });
        return services;
    }
}
