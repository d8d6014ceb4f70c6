using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roadmap.Api;
using Roadmap.Api.Generation.Running;
using Roadmap.Api.Ingest;
using Roadmap.Hubs.Subscriptions;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Fuzzing;

/// <summary>The whole program without a network: what is fuzzed is ours, and 100,000 inputs take seconds.</summary>
internal sealed class FuzzServer : IAsyncDisposable
{
    /// <summary>What is said of wrong input, where nobody hears it otherwise.</summary>
    private static readonly string[] s_expected = ["intake_unreadable", "intake_refused"];

    private readonly TempFolder _folder = new();
    private readonly FakeTime _time = new();
    private readonly WebApplication _app;
    private IngestAppender? _ingest;
    private long _heardSince;

    private FuzzServer() => _app = Program.Build(["--environment=Production", "--Limits:SubscriptionsPerConnection=10000",
        "--Auth:Mode=None", $"--Storage:Path={_folder.File("log.db")}"], services =>
    {
        services.AddLogging(logging => logging.ClearProviders().AddProvider(Logged));
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<IServer>(Memory);
        services.Remove(services.Single(service => service.ImplementationType == typeof(GenerationWorker)));
    });

    public MemoryServer Memory { get; } = new();

    private LoggedErrors Logged { get; } = new();

    public static async Task<FuzzServer> StartAsync()
    {
        var server = new FuzzServer();
        await server._app.StartAsync().InTime();
        server._ingest = server.MakeIngest();
        server._heardSince = server._time.GetTimestamp();
        // It waits for nobody any more who may have heard what it has not.
        server._time.Advance(IngestAppender.NewcomersWait);
        return server;
    }

    public async Task<MemoryExchange> AskAsync(
        string method, string path, string query = "", IEnumerable<(string Name, string Value)>? headers = null, byte[]? body = null)
    {
        var exchange = new MemoryExchange(
            method, path, query, headers ?? [("Host", "localhost"), ("Content-Type", "application/json")], body ?? []);
        await Memory.ServeAsync(exchange);
        return exchange;
    }

    /// <summary>Takes what a worker published on a task's channel.</summary>
    public Task PublishAsync(string taskId, byte[] payload) =>
        _ingest!.AppendAsync(new PublishedMessage(taskId, payload, _heardSince) { HeardAt = _time.GetUtcNow() }, CancellationToken.None);

    /// <summary>No input may make the server log what would call an operator.</summary>
    public void LoggedNothing(Func<string> input)
    {
        if (Logged.Lines.Count == 0)
            return;
        foreach (var name in s_expected)
            Logged.Take(name);
        Logged.Lines.ShouldBeEmpty(input());
    }

    /// <summary>As <see cref="IngestServices"/> does when there is a Redis.</summary>
    private IngestAppender MakeIngest() => new(
        _app.Services.GetRequiredService<IMediator>(),
        new HeardTasks(),
        _app.Services.GetRequiredService<UnknownTasks>(),
        _app.Services.GetRequiredService<ApiMetrics>(),
        Options.Create(new IngestOptions()),
        _time,
        _app.Services.GetRequiredService<ILogger<IngestAppender>>());

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().InTime();
        await _app.DisposeAsync().InTime();
        Logged.Dispose();
        _folder.Dispose();
    }
}
