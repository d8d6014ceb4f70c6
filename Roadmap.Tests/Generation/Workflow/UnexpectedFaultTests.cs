using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Sqlite;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Workflow;

/// <summary>
/// What nobody expects is thrown at every call that the worker makes: no generation takes another with it, and none the server.
/// </summary>
public sealed class UnexpectedFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_worker_survives_whatever_is_thrown_at_each_of_its_calls()
    {
        var time = new FakeTime();
        var generator = new ScriptedGenerator();
        IReadOnlyDictionary<string, int> leases = null!, reads = null!;
        await using var server = await GenerationServer.StartAsync(Path, generator, time: time, replace: services => services
            .AddSingleton(provider =>
                ThrowsAtFirst.Before<IGenerationLeases>(ActivatorUtilities.CreateInstance<SqliteGenerationLeases>(provider), out leases))
            .AddSingleton(provider => ThrowsAtFirst.Before<ITaskLogReader>(provider.GetRequiredService<ITaskEventLog>(), out reads)));

        var first = await server.GenerateAsync(requireReview: false);
        await UntilAsync(server, time, first);
        var held = generator.HoldAt("design");
        var second = await server.GenerateAsync(requireReview: false);
        await Wait.Eventually("it is begun", () => Advance(time, held.Reached.IsCompleted));
        await Wait.Eventually("its lease is renewed again and again", () => Advance(time, leases.GetValueOrDefault("RenewAsync") >= 4));
        generator.Mend();

        (await server.UntilEndedAsync(second)).Status.ShouldBe(TaskRunStatus.Completed);
        leases.Where(call => call.Key.EndsWith("Async", StringComparison.Ordinal)).Select(call => call.Key)
            .ShouldBe(["FindRunnableAsync", "AcquireAsync", "RenewAsync", "ReleaseAsync"], ignoreOrder: true);
        reads.ShouldNotBeEmpty();
        server.IsStopping.ShouldBeFalse();
    }

    private static async Task UntilAsync(GenerationServer server, FakeTime time, string taskId) =>
        await Wait.Eventually("the task ends", async () => Advance(time, (await server.StateAsync(taskId)).HasEnded));

    private static bool Advance(FakeTime time, bool isDone)
    {
        if (!isDone)
            time.Advance(TimeSpan.FromSeconds(1));
        return isDone;
    }

    private string Path => _folder.File("roadmap.db");
}
