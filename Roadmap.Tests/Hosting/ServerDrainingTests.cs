using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Workflow;
using Roadmap.Api.Hosting;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

public sealed class ServerDrainingTests
{
    [Fact]
    public async Task While_it_drains_it_is_not_ready_lets_nobody_new_in_and_answers_everything_else()
    {
        var generator = new ScriptedGenerator();
        var gate = generator.HoldAt("intent");
        await using var server = await StartAsync(generator);
        var generation = await GenerateAsync(server);
        var task = await server.StartTaskAsync();
        await using var watcher = await server.ConnectAsync();
        await gate.Reached;

        var draining = DrainAsync(server);
        await watcher.ClosedAsync();
        using var ready = await GetAsync(server, Routes.HealthReady);
        using var negotiate =
            await server.Http.PostAsync(new Uri($"{Routes.Hub}/negotiate?negotiateVersion=1", UriKind.Relative), content: null);
        using var connect = await GetAsync(server, Routes.Hub);
        using var health = await GetAsync(server, Routes.Health);
        await server.ReportProgressAsync(task, 1);

        foreach (var refusal in new[] { ready, negotiate, connect })
        {
            await refusal.RefusedAsync(ErrorCodes.ServerStopping);
            refusal.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        (await health.ReadAsync<HealthReply>())
            .ShouldSatisfyAllConditions(reply => reply.Status.ShouldBe("draining"), reply => reply.Log.ShouldBe("ok"));
        draining.IsCompleted.ShouldBeFalse($"{generation} is in the middle of a step");
        gate.Open();
        await draining.InTime();
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_that_runs_is_finished_and_stored_no_other_begins_and_the_lease_is_given_back()
    {
        var generator = new ScriptedGenerator();
        var gate = generator.HoldAt("design");
        await using var server = await StartAsync(generator);
        var task = await GenerateAsync(server);
        await gate.Reached;

        var draining = DrainAsync(server);
        gate.Open();
        await draining.InTime();

        generator.Done.ShouldBe(["intent", "design"]);
        generator.Cut.ShouldBeEmpty();
        var next = await server.Services.GetRequiredService<IGenerationLeases>()
            .AcquireAsync(task, TimeSpan.FromSeconds(10), CancellationToken.None);
        next.ShouldNotBeNull().State.CurrentStep.ShouldBe(TaskSteps.StructureValidation);
        WorkflowCheckpoint.FromJson(JsonElement.Parse(next.Checkpoint)).Step.ShouldBe(TaskSteps.ContentGeneration);
    }

    [Fact]
    public async Task Pieces_that_are_made_side_by_side_are_all_stored_before_the_lease_is_given_back()
    {
        var generator = new ScriptedGenerator();
        var gates = Enumerable.Range(1, 3).Select(concept => generator.HoldAt($"tutorial c{concept}")).ToList();
        await using var server = await StartAsync(generator);
        var task = await GenerateAsync(server);
        foreach (var gate in gates)
            await gate.Reached;

        var draining = DrainAsync(server);
        foreach (var gate in gates)
            gate.Open();
        await draining.InTime();

        var log = (await server.Services.GetRequiredService<ITaskEventLog>().ReadAsync(task, 0, 100, CancellationToken.None))
            .ShouldNotBeNull();
        log.Events.OfType<ConceptStartEvent>().Count().ShouldBe(3);
        log.Events.OfType<ConceptCompleteEvent>().Select(made => (made.ConceptId, made.ContentType)).ShouldBe(
            [("c1", ContentType.Tutorial), ("c2", ContentType.Tutorial), ("c3", ContentType.Tutorial)], ignoreOrder: true);
        generator.Cut.ShouldBeEmpty();
        log.Head.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_step_that_takes_too_long_does_not_hold_the_server_up()
    {
        var time = new FakeTime();
        var generator = new ScriptedGenerator();
        var gate = generator.HoldAt("design");
        await using var server = await HubServer.StartAsync(
            ["--Draining:Period=00:00:05", "--Draining:Timeout=00:00:15"], services => services
            .AddSingleton<IRoadmapGenerator>(generator).AddSingleton<TimeProvider>(time));
        await GenerateAsync(server);
        await gate.Reached;

        var draining = DrainAsync(server);
        time.Advance(TimeSpan.FromSeconds(11));
        draining.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        await draining.InTime();

        server.Logged.Take("draining_cut_short").ShouldBeTrue();
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--Draining:Period=-00:00:01", "Draining:Period is -00:00:01; it must be from 00:00:00")]
    [InlineData("--Draining:Timeout=00:00:09",
        "Draining:Timeout is 00:00:09; it must be at least 00:00:05 longer than Draining:Period, which is 00:00:05")]
    [InlineData("--ForwardedHeaders:KnownProxies=10.0.0.1, proxy", "ForwardedHeaders:KnownProxies holds 'proxy'.")]
    public async Task A_setting_that_makes_no_sense_is_named(string setting, string message)
    {
        var failure = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(async () =>
        {
            await using var server = await HubServer.StartAsync([setting]);
        });

        failure.Message.ShouldStartWith(message);
    }

    /// <summary>Its draining takes as long as the test does.</summary>
    private static Task<HubServer> StartAsync(ScriptedGenerator generator) =>
        HubServer.StartAsync(["--Draining:Timeout=01:00:00"], services => services.AddSingleton<IRoadmapGenerator>(generator));

    private static Task DrainAsync(HubServer server) => server.Services.GetRequiredService<ServerDraining>().DrainAsync();

    private static Task<HttpResponseMessage> GetAsync(HubServer server, string path) =>
        server.Http.GetAsync(new Uri(path, UriKind.Relative));

    private static async Task<string> GenerateAsync(HubServer server)
    {
        var task = Some.TaskId();
        using var accepted = await server.Http.PostAsync(
            new Uri(Routes.GenerateRoadmap, UriKind.Relative),
            new StringContent(
                $$"""{"task_id":"{{task}}","require_review":false,"preferences":{"learning_goal":"Testing","current_level":"beginner","available_hours_per_week":10} }""",
                System.Text.Encoding.UTF8, "application/json"));
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
        return task;
    }
}
