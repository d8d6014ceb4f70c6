using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>
/// The process of all watchers of one server. Its parent starts it with <see cref="Environment"/>, so that one thread reads all sockets,
/// with nothing between it and epoll: it costs as little as it can of the machine that it shares with the server, and what it counts needs
/// no lock.
/// </summary>
internal sealed class LoadClient(IPEndPoint server)
{
    public const string Verb = "fan-out-load";

    private const int OpenedAtOnce = 64;
    private static readonly TimeSpan s_pingEvery = TimeSpan.FromSeconds(12);

    private readonly List<LoadConnection> _connections = [];
    private readonly Lock _changing = new();

    /// <summary>Those that neither read nor ping.</summary>
    private readonly List<LoadConnection> _stopped = [];

    private Arrivals? _arrivals;

    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
        ["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1",
        ["DOTNET_gcServer"] = "0",
    };

    public static Task RunAsync(string server)
    {
        var address = new Uri(server);
        var client = new LoadClient(new IPEndPoint(IPAddress.Parse(address.Host), address.Port));
        _ = client.PingAsync();
        return Conversation.HoldAsync("ready", client.AnswerAsync);
    }

    private async Task<string> AnswerAsync(string[] words)
    {
        switch (words)
        {
            case ["open", var edge, var prefix, var tasks, var watchers]:
                await OpenAsync(Enum.Parse<LoadConnection.Edge>(edge), prefix, ToInt(tasks), ToInt(watchers));
                return "opened";
            case ["reopen", var edge, var prefix, var watchers, var afterSeq, var missed]:
                return await ReopenAsync(
                    Enum.Parse<LoadConnection.Edge>(edge), TaskIds.Of(prefix, 0), ToInt(watchers), ToInt(afterSeq), ToInt(missed));
            case ["open-stopped", var prefix, var other]:
                await OpenStoppedAsync(TaskIds.Of(prefix, 0), TaskIds.Of(other, 0));
                return "opened";
            case ["close-stopped"]:
                Close(_stopped);
                return "closed";
            case ["close"]:
                Close(_connections);
                return "closed";
            case ["expect", var tasks, var events, var rate, var start]:
                Expect(ToInt(tasks), ToInt(events), new Timetable(long.Parse(start, CultureInfo.InvariantCulture), ToInt(rate)));
                return "expecting";
            case ["arrived", var seconds]:
                return await ArrivedAsync(TimeSpan.FromSeconds(ToInt(seconds)));
            default:
                throw new ArgumentException("No such command.", nameof(words));
        }
    }

    private async Task OpenAsync(LoadConnection.Edge edge, string prefix, int tasks, int watchers)
    {
        var opened = Enumerable.Range(0, tasks * watchers)
            .Select(i => new LoadConnection(edge, i % tasks, [TaskIds.Of(prefix, i % tasks)], LoadConnection.Reading.Always))
            .ToList();
        await Parallel.ForEachAsync(opened, new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce },
            async (connection, _) => await connection.OpenAsync(server, null, 0));
        lock (_changing)
            _connections.AddRange(opened);
    }

    private async Task OpenStoppedAsync(params string[] taskIds)
    {
        var connection = new LoadConnection(LoadConnection.Edge.Hub, 0, taskIds, LoadConnection.Reading.StopsWhenSubscribed);
        await connection.OpenAsync(server, null, 0);
        lock (_changing)
            _stopped.Add(connection);
    }

    /// <summary>All at once. Answers with the milliseconds until half, 99 of 100, and all of them have what they missed.</summary>
    private async Task<string> ReopenAsync(LoadConnection.Edge edge, string taskId, int watchers, int afterSeq, int missed)
    {
        var opened = Enumerable.Range(0, watchers)
            .Select(_ => new LoadConnection(edge, 0, [taskId], LoadConnection.Reading.Always))
            .ToList();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(opened.Select(connection => connection.OpenAsync(server, afterSeq, missed)));
        lock (_changing)
            _connections.AddRange(opened);
        double[] times = [.. opened.Select(connection => Stopwatch.GetElapsedTime(started, connection.LiveAt).TotalMilliseconds)];
        return Line(Samples.Quantile(times, 0.5), Samples.Quantile(times, 0.99), times.Max());
    }

    private void Close(List<LoadConnection> connections)
    {
        lock (_changing)
        {
            foreach (var connection in connections)
                connection.Dispose();
            connections.Clear();
        }
    }

    private void Expect(int tasks, int events, Timetable timetable)
    {
        var watchersPerTask = _connections.Count / tasks;
        _arrivals = new Arrivals(timetable, tasks, (long)events * watchersPerTask);
        foreach (var connection in _connections)
            connection.Expect(_arrivals);
    }

    /// <summary>
    /// Answers with the deliveries, the seconds they took, p50 and p99 in milliseconds, how many connections have ended, and the bytes
    /// read.
    /// </summary>
    private async Task<string> ArrivedAsync(TimeSpan patience)
    {
        var arrivals = _arrivals!;
        await Task.WhenAny(arrivals.HasAll, Task.Delay(patience, TimeProvider.System));
        return Line(
            arrivals.Count,
            arrivals.Elapsed.TotalSeconds,
            arrivals.Quantile(0.5),
            arrivals.Quantile(0.99),
            _connections.Count(connection => connection.HasEnded),
            arrivals.Bytes);
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(s_pingEvery, TimeProvider.System);
        while (await timer.WaitForNextTickAsync())
        {
            lock (_changing)
            {
                foreach (var connection in _connections)
                    connection.Ping();
            }
        }
    }

    private static string Line(params double[] figures) =>
        string.Join(' ', figures.Select(figure => figure.ToString("R", CultureInfo.InvariantCulture)));

    private static int ToInt(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
