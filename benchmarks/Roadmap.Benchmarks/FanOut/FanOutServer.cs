using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Api.Reporting;
using Roadmap.Api.Tasks;
using Roadmap.Benchmarks.Backplane;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Hub;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>
/// The process of a server under load: ours whole, or a stock hub. It publishes on its parent's word, so that both are driven the same way.
/// </summary>
internal sealed class FanOutServer(WebApplication app, HubConnectionCount hubConnections)
{
    public const string Verb = "fan-out-server";
    public const string Stock = "stock";
    public const string Ours = "ours";

    /// <summary>As the published program's runtime configuration has it; a stock hub runs as it comes.</summary>
    public static IReadOnlyDictionary<string, string> IdleThreadsSleep { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" };

    private const int EventsPerReport = 1_000;

    /// <summary>With what the log stamps on, about 250 bytes of JSON.</summary>
    private const string Message = "Imported 4,200 of 10,000 rows of the customers";

    /// <param name="kind">Ours or stock.</param>
    /// <param name="setting">Where the log is, or through which Redis messages go between instances.</param>
    public static async Task RunAsync(string kind, string setting)
    {
        string[] settings = ["--Urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Error", "--Auth:Mode=None", setting];
        await using var app = kind == Stock ? StockHub.Build(settings) : Program.Build(settings, ListGroups.Register);
        using var hubConnections = new HubConnectionCount();
        await app.StartAsync();
        await Conversation.HoldAsync(app.Urls.First(), new FanOutServer(app, hubConnections).AnswerAsync);
    }

    private async Task<string> AnswerAsync(string[] words)
    {
        switch (words)
        {
            case ["tasks", var prefix, var tasks, var history]:
                await CreateTasksAsync(prefix, ToInt(tasks), ToInt(history));
                return "created";
            case ["publish", var publisher, var prefix, var tasks, var events, var rate, var start]:
                var timetable = new Timetable(long.Parse(start, CultureInfo.InvariantCulture), ToInt(rate));
                // A thread of its own: the pool is what is measured.
                await await Task.Factory.StartNew(
                    () => PublishAsync(PublisherOf(publisher), prefix, ToInt(tasks), ToInt(events), timetable), CancellationToken.None,
                    TaskCreationOptions.LongRunning, TaskScheduler.Default);
                return "published";
            case ["listed"]:
                await ListGroups.AllAsync(app.Services);
                return "listed";
            case ["empty"]:
                await hubConnections.WaitUntilNoneAsync();
                return "empty";
            case ["heap"]:
                GC.Collect();
                return GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture);
            default:
                throw new ArgumentException("No such command.", nameof(words));
        }
    }

    private async Task CreateTasksAsync(string prefix, int tasks, int history)
    {
        var mediator = app.Services.GetRequiredService<IMediator>();
        for (var i = 0; i < tasks; i++)
        {
            var task = TaskIds.Of(prefix, i);
            await mediator.Send(new CreateTask(new CreateTaskBody { TaskId = task, Kind = "benchmark" })
            {
                Caller = Caller.Unrestricted,
            });
            for (var left = history; left > 0; left -= EventsPerReport)
                await mediator.Send(new ReportTaskEvents
                {
                    TaskId = task,
                    Caller = Caller.Unrestricted,
                    Events = [
                    .. Enumerable.Range(0, Math.Min(left, EventsPerReport)).Select(n => new ReportedEvent(EventOf(task, n), Index: n))
                ]
                });
        }
    }

    private IPublisher PublisherOf(string name) => name switch
    {
        nameof(StockGroupSends) => new StockGroupSends(app.Services.GetRequiredService<IHubContext<StockHub>>(), isPlain: false),
        StockGroupSends.Plain => new StockGroupSends(app.Services.GetRequiredService<IHubContext<StockHub>>(), isPlain: true),
        ListSends.ByStock => new ListSends(app.Services.GetRequiredService<IHubContext<StockHub>>().Clients, taskId => taskId),
        ListSends.ByOurs => new ListSends(app.Services.GetRequiredService<IHubContext<TaskProgressHub>>().Clients, ListGroups.NameOf),
        nameof(FanOutAlone) => new FanOutAlone(app.Services.GetRequiredService<IMediator>()),
        _ => new WholePipeline(app.Services.GetRequiredService<IMediator>()),
    };

    private static Task PublishAsync(IPublisher publisher, string prefix, int tasks, int events, Timetable timetable)
    {
        string[] ids = [.. Enumerable.Range(0, tasks).Select(i => TaskIds.Of(prefix, i))];
        for (var i = 0; i < events; i++)
        {
            timetable.WaitFor(i);
            publisher.Publish(EventOf(ids[i % tasks], i / tasks));
        }

        return publisher.FinishAsync();
    }

    /// <summary>As the log would stamp it; in the pipeline it stamps its own.</summary>
    private static ProgressEvent EventOf(string taskId, int number) => new()
    {
        TaskId = taskId,
        Seq = number + 1,
        Epoch = "0198c2f0a1b2c3d4",
        Attempt = 1,
        Timestamp = TimeProvider.System.GetUtcNow(),
        Step = "importing",
        Status = "processing",
        Percentage = 42.5,
        Message = Message,
    };

    private static int ToInt(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
