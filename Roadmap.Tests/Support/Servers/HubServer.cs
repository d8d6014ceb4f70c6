using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>The whole program on a free port of its own, with a log file of its own, told what to do over REST.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly TempFolder _folder = new();
    private readonly string _address = $"http://127.0.0.1:{FreePort.Take()}";
    private readonly IEnumerable<string> _settings;
    private readonly Action<IServiceCollection>? _replace;
    private readonly Action<WebApplication>? _map;
    private WebApplication _app;
    private IDisposable? _tracked;

    private HubServer(IEnumerable<string> settings, Action<IServiceCollection>? replace, Action<WebApplication>? map)
    {
        _settings = settings;
        _replace = replace;
        _map = map;
        _app = Build(_address);
    }

    public LoggedErrors Logged { get; } = new();

    public HttpClient Http { get; private set; } = new();

    public IServiceProvider Services => _app.Services;

    public Uri HubUrl => new(Http.BaseAddress!, Routes.Hub);

    /// <summary>Of a task's raw WebSocket.</summary>
    public Uri RawUrl(string taskId, string query = "") =>
        new UriBuilder(new Uri(Http.BaseAddress!, Routes.For(Routes.RawSocket, taskId) + query)) { Scheme = "ws" }.Uri;

    public static async Task<HubServer> StartAsync(
        IEnumerable<string>? settings = null, Action<IServiceCollection>? replace = null, Action<WebApplication>? map = null)
    {
        var server = new HubServer(settings ?? [], replace, map);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server._app.DisposeAsync().InTime();
            server._folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops the program and starts it anew on the same log file and the same port, where its clients look for it. What is done
    /// <paramref name="whileAway"/> is done on another port, where they do not find it.
    /// </summary>
    public async Task RestartAsync(Func<Task> whileAway)
    {
        await StopAsync();
        _app = Build(AnyPort);
        await StartAsync();
        await whileAway();
        await StopAsync();
        _app = Build(_address);
        await StartAsync();
    }

    /// <inheritdoc cref="OutsideWorker.StartTaskAsync"/>
    public Task<string> StartTaskAsync() => new OutsideWorker(Http).StartTaskAsync();

    /// <inheritdoc cref="OutsideWorker.ReportProgressAsync"/>
    public Task ReportProgressAsync(string taskId, int first, int count = 1) =>
        new OutsideWorker(Http).ReportProgressAsync(taskId, first, count);

    public Task<ReportReply> ReportAsync(string taskId, string json) => new OutsideWorker(Http).ReportAsync(taskId, json);

    /// <summary>Done when the log takes writes.</summary>
    public Task ReadyAsync() => Wait.Eventually(
        "the server is ready",
        async () =>
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        },
        () => string.Join('\n', Logged.Lines));

    /// <summary>A stock client, connected.</summary>
    public async Task<HubWatcher> ConnectAsync(string query = "", bool isPacked = false)
    {
        var watcher = new HubWatcher(new Uri(HubUrl + query), isPacked);
        await watcher.StartAsync();
        return watcher;
    }

    /// <inheritdoc cref="EventStreamClient.OpenAsync"/>
    public Task<EventStreamClient> StreamAsync(string taskId, string query = "", string? lastEventId = null) =>
        EventStreamClient.OpenAsync(Http.BaseAddress!, taskId, query, lastEventId);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
        Logged.Dispose();
    }

    private WebApplication Build(string address)
    {
        string[] args = [$"--Urls={address}", $"--Storage:Path={_folder.File("log.db")}", "--Generation:Pace=00:00:00", "--Auth:Mode=None",
            .. _settings];
        var app = Program.Build(args, services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(Logged));
            _replace?.Invoke(services);
        });
        _map?.Invoke(app);
        return app;
    }

    private async Task StartAsync()
    {
        await _app.StartAsync().InTime();
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()), Timeout = Wait.Patience };
        _tracked = RunningServers.Track($"{Http.BaseAddress}", _app.Services);
    }

    private async Task StopAsync()
    {
        Http.Dispose();
        await _app.StopAsync().InTime();
        _tracked?.Dispose();
        await _app.DisposeAsync().InTime();
    }
}
