using System.Diagnostics;
using System.Globalization;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>What one run came to.</summary>
/// <param name="Seconds">From when the first event was due until the last delivery.</param>
/// <param name="P50">Milliseconds from when an event was due until its delivery was read.</param>
/// <param name="CpuSeconds">Of the server's process, until the run was over.</param>
/// <param name="Ended">Connections that have ended.</param>
internal sealed record FanOutRun(
    long Events, long Expected, long Deliveries, double Seconds, double P50, double P99, double CpuSeconds, int Ended)
{
    public double PerSecond => Deliveries / Seconds;

    public double CpuMicrosecondsPerDelivery => CpuSeconds * 1e6 / Deliveries;

    /// <summary>All that the watchers have read; 0 where they do not count it.</summary>
    public double Bytes { get; init; }

    public double BytesPerDelivery => Bytes / Deliveries;

    public double CpuMicrosecondsPerEvent => CpuSeconds * 1e6 / Events;
}

/// <summary>So many events a second, to so many tasks in turn, each watched by so many.</summary>
internal sealed record Load(string Prefix, int Tasks, int Watchers, int EventsPerSecond, int Seconds)
{
    public int Events => EventsPerSecond * Seconds;

    public long Deliveries => (long)Events * Watchers;
}

/// <summary>A server and its watchers, a process each.</summary>
internal sealed class Contestant : IAsyncDisposable
{
    private const int PatienceSeconds = 8;
    private static readonly TimeSpan s_lead = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _server;
    private readonly ChildProcess _watchers;
    private readonly bool _isStock;

    private Contestant(ChildProcess server, ChildProcess watchers, bool isStock) =>
        (_server, _watchers, _isStock) = (server, watchers, isStock);

    public double ServerCpuSeconds => _server.CpuSeconds;

    public long ResidentBytes => _server.ResidentBytes;

    /// <param name="workplace">Where its files go.</param>
    /// <param name="kind">Ours or stock.</param>
    /// <param name="redis">The connection string of the Redis that it shares with other instances; null for SQLite, or for nothing.</param>
    public static async Task<Contestant> StartAsync(Workplace workplace, string kind, string? redis = null)
    {
        var setting = redis is null ? $"--Storage:Path={workplace.NewPath("log.db")}" : $"--ConnectionStrings:Redis={redis}";
        var server = await ChildProcess.StartAsync([FanOutServer.Verb, kind, setting], kind == FanOutServer.Ours
            ? FanOutServer.IdleThreadsSleep
            : null);
        try
        {
            return new Contestant(server, await ChildProcess.StartAsync([LoadClient.Verb, server.Greeting], LoadClient.Environment),
                kind == FanOutServer.Stock);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <param name="history">How many events each task has beforehand.</param>
    /// <remarks>A stock hub knows no tasks.</remarks>
    public Task CreateTasksAsync(string prefix, int tasks, int history = 0) =>
        _isStock ? Task.CompletedTask : _server.AskAsync($"tasks {prefix} {tasks} {history}");

    public Task WatchAsync(string prefix, int tasks, int watchers, LoadConnection.Edge edge = LoadConnection.Edge.Hub) =>
        _watchers.AskAsync($"open {edge} {prefix} {tasks} {watchers}");

    /// <summary>Done when whoever watches is in the groups that <c>ListSends</c> sends to.</summary>
    public Task ListAsync() => _isStock ? Task.CompletedTask : _server.AskAsync("listed");

    public Task LeaveAsync() => _watchers.AskAsync("close");

    /// <summary>Done when the server has no hub connection any more.</summary>
    public Task EmptyAsync() => _server.AskAsync("empty");

    /// <summary>One more watcher, of two tasks, which stops reading once it is subscribed. No run expects anything of it.</summary>
    public Task WatchWithoutReadingAsync(string prefix, string other) => _watchers.AskAsync($"open-stopped {prefix} {other}");

    public Task EndWithoutReadingAsync() => _watchers.AskAsync("close-stopped");

    public async Task<double[]> ReconnectAsync(LoadConnection.Edge edge, string prefix, int watchers, int afterSeq, int missed) =>
        Figures(await _watchers.AskAsync($"reopen {edge} {prefix} {watchers} {afterSeq} {missed}"));

    public Task PublishAsync(string publisher, Load load) =>
        _server.AskAsync($"publish {publisher} {load.Prefix} {load.Tasks} {load.Events} {load.EventsPerSecond} {Start()}");

    public async Task<long> HeapBytesAsync() => long.Parse(await _server.AskAsync("heap"), CultureInfo.InvariantCulture);

    /// <summary>Publishes, and waits until everything has arrived, or nothing more is to be expected.</summary>
    public async Task<FanOutRun> RunAsync(string publisher, Load load)
    {
        var start = Start();
        await _watchers.AskAsync($"expect {load.Tasks} {load.Events} {load.EventsPerSecond} {start}");
        var before = _server.CpuSeconds;
        await _server.AskAsync($"publish {publisher} {load.Prefix} {load.Tasks} {load.Events} {load.EventsPerSecond} {start}");
        var arrived = Figures(await _watchers.AskAsync($"arrived {PatienceSeconds}"));
        var cpu = _server.CpuSeconds - before;
        return new FanOutRun(load.Events, load.Deliveries, (long)arrived[0], arrived[1], arrived[2], arrived[3], cpu, (int)arrived[4])
        {
            Bytes = arrived[5],
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _watchers.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>A moment from now, so that everyone is ready.</summary>
    private static long Start() => Stopwatch.GetTimestamp() + (long)(s_lead.TotalSeconds * Stopwatch.Frequency);

    private static double[] Figures(string line) =>
        [.. line.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
}
