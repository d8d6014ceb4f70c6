using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Sqlite;
using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Running;
using Roadmap.Api.Pipeline;
using Roadmap.Api.Roadmaps;
using Roadmap.Api.Tasks;
using Roadmap.Contracts;
using Roadmap.Hubs;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;

namespace Roadmap.Tests.Support;

/// <summary>
/// A server without its network: the log on a file, the pipeline, the feeds, and the generation worker with a scripted generator.
/// </summary>
internal sealed class GenerationServer : IAsyncDisposable
{
    private readonly IHost _host;

    private readonly LoggedErrors _logged;

    private readonly IDisposable _tracked;

    private GenerationServer(IHost host, LoggedErrors logged)
    {
        _host = host;
        _logged = logged;
        _tracked = RunningServers.Track("without a network", host.Services);
    }

    /// <summary>What the log, the pipeline and the generation logged as an error; a generator that fails is a warning.</summary>
    public IEnumerable<string> Errors => _logged.Lines.Where(line =>
        !line.StartsWith("Warning ", StringComparison.Ordinal) && line.Contains(" Roadmap.Api.", StringComparison.Ordinal));

    /// <summary>Whether a hosted service that threw has taken the host down.</summary>
    public bool IsStopping => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    public ITaskEventLog Log => _host.Services.GetRequiredService<ITaskEventLog>();

    public IMediator Mediator => _host.Services.GetRequiredService<IMediator>();

    public IGenerationLeases Leases => _host.Services.GetRequiredService<IGenerationLeases>();

    /// <param name="path">Of the log's file.</param>
    /// <param name="generator">Outlives the server.</param>
    /// <param name="faults">What becomes of the workflow's reports; absent: nothing.</param>
    /// <param name="works">Whether there is a worker; without one, commands wait.</param>
    /// <param name="concurrentTasks">How many generations the worker takes at once.</param>
    /// <param name="time">The server's clock; absent: the real one.</param>
    /// <param name="parallelism">How many concepts are made at once.</param>
    /// <param name="replace">Puts other parts in the place of the server's own.</param>
    public static async Task<GenerationServer> StartAsync(
        string path, ScriptedGenerator generator, FaultScript? faults = null, bool works = true, int concurrentTasks = 50,
        TimeProvider? time = null, int parallelism = 2,
        Action<IServiceCollection>? replace = null)
    {
        var logged = new LoggedErrors();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(logged);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage:Path"] = path,
            ["Generation:Parallelism"] = $"{parallelism}",
            ["Generation:ConcurrentTasks"] = $"{concurrentTasks}",
            ["Generation:RetryDelay"] = "00:00:00",
        });
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddTaskLog(builder.Configuration);
        builder.Services.AddSingleton<ITaskEventLog>(
            provider => new FaultyLog(provider.GetRequiredService<SqliteTaskEventLog>(), faults ?? new FaultScript()));
        builder.Services.AddMediatorPipeline();
        builder.Services.AddTaskHub();
        builder.Services.AddSingleton<IRoadmapGenerator>(generator);
        builder.Services.AddGeneration();
        replace?.Invoke(builder.Services);
        if (!works)
            builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(GenerationWorker)));

        var server = new GenerationServer(builder.Build(), logged);
        await server._host.StartAsync().InTime();
        return server;
    }

    public async Task<string> GenerateAsync(bool requireReview)
    {
        var body = new GenerateRoadmapBody
        {
            UserId = "ada",
            RequireReview = requireReview,
            Preferences = new LearnerPreferences
            {
                LearningGoal = "Learn testing",
                CurrentLevel = LearnerLevel.Beginner,
                AvailableHoursPerWeek = 10,
            },
        };
        return (await Mediator.Send(new GenerateRoadmap(body) { Caller = Caller.Unrestricted }))
            .ShouldBeOfType<CreateResult.Created>().State.TaskId;
    }

    public Task<AppendResult> ApproveAsync(string taskId) =>
        Mediator.Send(new ReviewRoadmap(taskId, new ReviewBody { Approved = true }) { Caller = Caller.Unrestricted });

    public Task<AppendResult> RejectAsync(string taskId, string feedback) =>
        Mediator.Send(new ReviewRoadmap(taskId, new ReviewBody { Approved = false, Feedback = feedback }) { Caller = Caller.Unrestricted });

    public Task<AppendResult> CancelAsync(string taskId) => Mediator.Send(new CancelTask(taskId) { Caller = Caller.Unrestricted });

    public Task<AppendResult> RetryAsync(string taskId) => Mediator.Send(new RetryTask(taskId) { Caller = Caller.Unrestricted });

    public async Task<TaskState> StateAsync(string taskId) => (await ReadAsync(taskId)).Head;

    public async Task<IReadOnlyList<TaskEvent>> EventsAsync(string taskId) => (await ReadAsync(taskId)).Events;

    /// <summary>The roadmap that the task makes, with all content that is stored.</summary>
    public async Task<RoadmapDocument> RoadmapAsync(string taskId)
    {
        var roadmapId = (await StateAsync(taskId)).RoadmapId.ShouldNotBeNull();
        return (await _host.Services.GetRequiredService<ITaskIndex>().FindRoadmapAsync(roadmapId, CancellationToken.None))
            .ShouldNotBeNull();
    }

    /// <summary>Waits until the task is so, and returns it.</summary>
    public async Task<TaskState> UntilAsync(string taskId, string reason, Func<TaskState, bool> condition)
    {
        TaskState? state = null;
        await Wait.Eventually(reason, async () => condition(state = await StateAsync(taskId)), () => $"The task is {state}.");
        return state!;
    }

    public Task<TaskState> UntilEndedAsync(string taskId) => UntilAsync(taskId, "the task ends", state => state.HasEnded);

    /// <summary>Waits until a person has the word, for the first time or after so many earlier reviews.</summary>
    public async Task<TaskState> UntilReviewAsync(string taskId, int earlier = 0)
    {
        TaskLogView? log = null;
        await Wait.Eventually($"the plan waits for its review number {earlier + 1}", async () =>
        {
            log = await ReadAsync(taskId);
            return log.Head is { SubStatus: ReviewSubStatus.Waiting, PendingCommand: null }
                && log.Events.OfType<HumanReviewRequiredEvent>().Count() == earlier + 1;
        }, () => $"The task is {log?.Head}.");
        return log!.Head;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().InTime();
        _tracked.Dispose();
        await ((IAsyncDisposable)_host).DisposeAsync().InTime();
    }

    private async Task<TaskLogView> ReadAsync(string taskId) =>
        (await Log.ReadAsync(taskId, 0, 10_000, CancellationToken.None)).ShouldNotBeNull();
}
