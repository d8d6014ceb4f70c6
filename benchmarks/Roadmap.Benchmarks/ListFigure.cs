using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Roadmap.Benchmarks.FanOut;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>What the live list costs those who watch a task, while very many tasks change.</summary>
internal static class ListFigure
{
    private const int Rounds = 3;
    private const int Tasks = 10_000;
    private const int ChangesPerSecond = 1_000;
    private const int Subscribers = 20;
    private const double Aim = 1.1;

    /// <summary>Reports that may be under way: a server that cannot keep up is not buried.</summary>
    private const int AtOnce = 256;

    private static readonly (string Name, int Readers, bool IsHeldToAim)[] s_lists =
    [
        ("nobody watches the list", 0, false),
        ("1 watches it", 1, true),
        ("10 watch it", 10, true),
    ];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var server = await ServerProcess.StartAsync(workplace);
        // Connections of its own: whoever is measured must not wait for one.
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = server.Http.BaseAddress };
        var paths = await CreateTasksAsync(server);
        await BesideAsync(server, http, paths, readers: 1);

        var rounds = s_lists.Select(_ => new List<Run>()).ToList();
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var (runs, list) in rounds.Zip(s_lists))
                runs.Add(await BesideAsync(server, http, paths, list.Readers));
        }

        var unwatched = P99(rounds[0]);
        return new FigureTable(
            "The live list",
            $"""
            {Tasks:N0} tasks that change at {ChangesPerSecond:N0}/s in turn, one event a `POST`; and beside them one task with {Subscribers} watchers (stock SignalR .NET clients), reported to with {ReportRun.EventsPerSecond} events/s.
            The published Release program in a process of its own; reporters and watchers are in this one. {Rounds} runs in turns, after one for warming up; medians, in brackets the worst run. Read the ratio: the list's watchers are all that differs.
            """,
            ["the list", "changes/s", "read of the list by each, a second", "CPU of the server", "p50", "p99",
                "times of p99 unwatched", "aim"],
            [.. rounds.Zip(s_lists, (runs, list) => Row(list.Name, runs, P99(runs) / unwatched, list.IsHeldToAim))]);
    }

    private static double P99(List<Run> runs) => Samples.Median(runs.Select(run => Samples.Quantile(run.Watched.Deliveries, 0.99)));

    private static string[] Row(string name, List<Run> runs, double ratio, bool isHeldToAim) =>
    [
        name,
        $"{Samples.Median(runs.Select(run => run.Changes)):N0}",
        $"{Samples.Median(runs.Select(run => run.Read)):N0}",
        $"{Samples.Median(runs.Select(run => run.Cpu)):P0}",
        ReportRun.Milliseconds(runs.Select(run => run.Watched.Deliveries), 0.5),
        ReportRun.Milliseconds(runs.Select(run => run.Watched.Deliveries), 0.99),
        $"{ratio:0.00}",
        isHeldToAim ? FigureTable.Verdict($"{Aim}", ratio <= Aim) : "",
    ];

    private static async Task<string[]> CreateTasksAsync(ServerProcess server)
    {
        var paths = new string[Tasks];
        await Parallel.ForAsync(0, Tasks, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
            paths[i] = Routes.For(Routes.TaskEvents, await server.CreateTaskAsync($"listed-{i}")));
        return paths;
    }

    private static async Task<Run> BesideAsync(ServerProcess server, HttpClient http, string[] paths, int readers)
    {
        var list = new List<ListReader>();
        for (var i = 0; i < readers; i++)
            list.Add(await ListReader.StartAsync(server.HubUrl));
        using var done = new CancellationTokenSource();
        var (began, cpu, read) = (Stopwatch.GetTimestamp(), server.CpuSeconds, list.Sum(reader => reader.Records));
        var changing = ChangeAsync(http, paths, done.Token);

        var watched = await ReportRun.MeasureAsync(server, server, Subscribers);

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var run = new Run(watched, 0, readers == 0 ? 0 : (list.Sum(reader => reader.Records) - read) / seconds / readers,
            (server.CpuSeconds - cpu) / seconds);
        await done.CancelAsync();
        var changes = await changing;
        foreach (var reader in list)
            await reader.DisposeAsync();
        return run with { Changes = changes / seconds };
    }

    /// <summary>Returns how many changes were made.</summary>
    private static Task<int> ChangeAsync(HttpClient http, string[] paths, CancellationToken done) => Task.Factory.StartNew(
        () =>
        {
            using var underWay = new SemaphoreSlim(AtOnce);
            var timetable = new Timetable(Stopwatch.GetTimestamp(), ChangesPerSecond);
            var (made, faults) = (0, new ConcurrentQueue<Exception>());
            for (; !done.IsCancellationRequested; made++)
            {
                timetable.WaitFor(made);
                underWay.Wait(CancellationToken.None);
                _ = ReportAsync(http, paths[made % paths.Length], underWay, faults);
            }

            for (var i = 0; i < AtOnce; i++)
                underWay.Wait(CancellationToken.None);
            return faults.TryPeek(out var fault) ? throw fault : made;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static async Task ReportAsync(HttpClient http, string path, SemaphoreSlim underWay, ConcurrentQueue<Exception> faults)
    {
        try
        {
            using var body = new StringContent(
                """{"type":"progress","step":"working","status":"processing"}""", Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(path, body);
            answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException e)
        {
            faults.Enqueue(e);
        }
        finally
        {
            underWay.Release();
        }
    }

    /// <param name="Watched">The task beside them.</param>
    /// <param name="Changes">A second.</param>
    /// <param name="Read">Messages of the list that each of its watchers read, a second.</param>
    /// <param name="Cpu">Of the server, in processors.</param>
    private sealed record Run(ReportRun Watched, double Changes, double Read, double Cpu);
}
