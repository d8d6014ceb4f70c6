using Roadmap.Api.Generation.Running;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Running;

public sealed class GenerationWorkerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [AtLimit("roadmaps that one instance works on")]
    public async Task A_task_more_than_fit_waits_for_its_turn()
    {
        var generator = new ScriptedGenerator();
        generator.HoldAt("intent");
        await using var server = await GenerationServer.StartAsync(Path, generator, concurrentTasks: 2);

        var worked = new List<string>();
        foreach (var number in new[] { 1, 2 })
        {
            worked.Add(await server.GenerateAsync(requireReview: false));
            await Wait.Eventually("it is worked on", () => generator.Working == number);
        }

        var third = await server.GenerateAsync(requireReview: false);
        (await server.Leases.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([third]);
        (await server.StateAsync(third)).Seq.ShouldBe(0);
        generator.Mend();

        foreach (var task in worked.Append(third))
            (await server.UntilEndedAsync(task)).Status.ShouldBe(TaskRunStatus.Completed);
    }

    [Fact]
    public async Task A_run_learns_that_another_has_its_task_and_stops_working()
    {
        var time = new FakeTime();
        var generator = new ScriptedGenerator();
        var gate = generator.HoldAt("design");
        await using var server = await GenerationServer.StartAsync(Path, generator, time: time);
        var taskId = await server.GenerateAsync(requireReview: false);
        await gate.Reached;
        await server.Leases.ReleaseAsync(taskId, run: 1, CancellationToken.None);
        var other = await server.Leases.AcquireAsync(taskId, TimeSpan.FromMinutes(5), CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(3));

        await Wait.Eventually("the old run stops", () => generator.Cut.Contains("design"));
        other.ShouldNotBeNull().Run.ShouldBe(2);
        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_went_silent_is_taken_over_within_fifteen_seconds()
    {
        var time = new FakeTime();
        var generator = new ScriptedGenerator();
        var busy = generator.HoldAt("intent");
        await using var server = await GenerationServer.StartAsync(Path, generator, concurrentTasks: 1, time: time);
        var first = await server.GenerateAsync(requireReview: false);
        await busy.Reached;
        var taskId = await server.GenerateAsync(requireReview: false);
        (await server.Leases.AcquireAsync(taskId, GenerationRun.Lease, CancellationToken.None))
            .ShouldNotBeNull("somebody else has it, and is never heard of again");
        generator.Mend();
        await server.UntilEndedAsync(first);

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(14); passed += GenerationWorker.Search)
        {
            await Wait.Eventually("the worker has looked", () => time.IsWaitedFor(GenerationWorker.Search));
            time.Advance(GenerationWorker.Search);
        }

        (await server.UntilEndedAsync(taskId)).Status.ShouldBe(TaskRunStatus.Completed);
    }

    [Fact]
    public async Task A_server_that_stops_gives_its_generations_back_and_complains_of_nothing()
    {
        var generator = new ScriptedGenerator();
        var gate = generator.HangAt("design");
        var server = await GenerationServer.StartAsync(Path, generator);
        var taskId = await server.GenerateAsync(requireReview: false);
        await gate.Reached;

        await server.DisposeAsync();

        server.Errors.ShouldBeEmpty();
        gate.Open();
        await using var next = await GenerationServer.StartAsync(Path, generator);
        (await next.UntilEndedAsync(taskId)).Status.ShouldBe(TaskRunStatus.Completed);
    }

    private string Path => _folder.File("roadmap.db");
}
