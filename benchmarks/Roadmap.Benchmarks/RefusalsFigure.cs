using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>What a caller who is beyond a limit costs those who are not.</summary>
internal static class RefusalsFigure
{
    private const int Rounds = 3;
    private const double Aim = 1.1;
    private const int OfferedPerSecond = 500;
    private const int InFlight = 16;

    /// <summary>
    /// Of whom the server hears by this machine's own word, as by a proxy's. Those of whom it hears nothing have no rates that are counted.
    /// </summary>
    private const string Greedy = "203.0.113.9";

    private static readonly TimeSpan s_pulse = TimeSpan.FromMilliseconds(20);

    private static readonly string[] s_settings =
    [
        "--Limits:CallsPerMinute=1", "--Limits:ReportsPerMinute=1", "--Limits:TasksPerMinute=1", "--Limits:ConnectsPerMinute=1",
        "--Limits:TasksPerUser=1",
    ];

    private static readonly byte[] s_report = Encoding.UTF8.GetBytes($"[{string.Join(
        ',', Enumerable.Repeat("""{"type":"progress","step":"working","status":"processing","message":"xxxxxxxxxx"}""", 1_000))}]");

    private static readonly (string Limit, Func<HttpRequestMessage>? Call)[] s_limits =
    [
        ("nobody refused", null),
        ("calls", () => OfGreedy(new HttpRequestMessage(HttpMethod.Get, Routes.Tasks))),
        ("reports, of 1,000 events", () => OfGreedy(Post(Routes.For(Routes.TaskEvents, "nobody"), s_report))),
        ("tasks", () => OfGreedy(Post(Routes.Tasks, """{"kind":"benchmark"}"""u8.ToArray()))),
        ("connects, of event streams", () => OfGreedy(Stream())),
        ("connects, of the hub", () => OfGreedy(Post($"{Routes.Hub}/negotiate?negotiateVersion=1", []))),
        ("tasks of one user, which the log counts", () => Post(Routes.Tasks, """{"kind":"benchmark","owner":"greedy"}"""u8.ToArray())),
    ];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var server = await ServerProcess.StartAsync(workplace, s_settings);
        await WarmUpAsync(server);

        var rounds = s_limits.Select(_ => new List<Round>()).ToList();
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var (runs, limit) in rounds.Zip(s_limits))
                runs.Add(await BesideAsync(server, limit.Call));
        }

        var (p99, cpu) = (P99(rounds[0]), Cpu(rounds[0]));
        return new FigureTable(
            "Beside callers who are refused",
            $"""
            One task with one watcher (a stock SignalR .NET client), reported to with {ReportRun.EventsPerSecond} events/s, one a `POST`; and beside it a caller who is beyond a limit and calls on, {OfferedPerSecond} times a second.
            The published Release program in a process of its own; the callers are in this one, and on few processors they take their share too. {Rounds} runs in turns; medians, in brackets the worst run. Read the ratio.
            """,
            ["limit", "refused a second", "CPU of one, µs", "p50", "p99", "times of p99 alone", "aim"],
            [.. rounds.Zip(s_limits, (runs, limit) => Row(limit.Limit, runs, P99(runs) / p99, Cpu(runs) - cpu))]);
    }

    private static double P99(List<Round> runs) => Samples.Median(runs.Select(run => Samples.Quantile(run.Run.Deliveries, 0.99)));

    /// <summary>Seconds of the server's processor in a run.</summary>
    private static double Cpu(List<Round> runs) => Samples.Median(runs.Select(run => run.Cpu));

    private static string[] Row(string name, List<Round> runs, double ratio, double cpu)
    {
        var refused = Samples.Median(runs.Select(run => (double)run.Refused));
        return
        [
            name,
            $"{Samples.Median(runs.Select(run => run.Refused / run.Seconds)):N0}",
            refused == 0 ? "" : $"{cpu / refused * 1e6:0}",
            ReportRun.Milliseconds(runs.Select(run => run.Run.Deliveries), 0.5),
            ReportRun.Milliseconds(runs.Select(run => run.Run.Deliveries), 0.99),
            $"{ratio:0.00}",
            FigureTable.Verdict($"{Aim}", ratio <= Aim),
        ];
    }

    /// <summary>All limits at once.</summary>
    private static async Task WarmUpAsync(ServerProcess server)
    {
        using var done = new CancellationTokenSource();
        var calls = s_limits.Select(limit => limit.Call).OfType<Func<HttpRequestMessage>>();
        List<Task<int>> calling = [.. calls.Select(call => RefuseAsync(server, call, done.Token))];
        await ReportRun.MeasureAsync(server, server, subscribers: 1);
        await done.CancelAsync();
        await Task.WhenAll(calling);
    }

    private static async Task<Round> BesideAsync(ServerProcess server, Func<HttpRequestMessage>? call)
    {
        using var done = new CancellationTokenSource();
        var calling = call is null ? Task.FromResult(0) : RefuseAsync(server, call, done.Token);
        var (began, cpu) = (Stopwatch.GetTimestamp(), server.CpuSeconds);
        var run = await ReportRun.MeasureAsync(server, server, subscribers: 1);
        var (seconds, used) = (Stopwatch.GetElapsedTime(began).TotalSeconds, server.CpuSeconds - cpu);
        await done.CancelAsync();
        return new Round(run, await calling, seconds, used);
    }

    /// <summary>Calls at its pace, whatever it is told; returns how often it was refused.</summary>
    private static async Task<int> RefuseAsync(ServerProcess server, Func<HttpRequestMessage> call, CancellationToken done)
    {
        var (refused, perPulse) = (0, (int)(OfferedPerSecond * s_pulse.TotalSeconds));
        using var room = new SemaphoreSlim(InFlight);
        using var pulse = new PeriodicTimer(s_pulse, TimeProvider.System);
        var calls = new List<Task>();
        while (!done.IsCancellationRequested)
        {
            await pulse.WaitForNextTickAsync(CancellationToken.None);
            calls.RemoveAll(made => made.IsCompletedSuccessfully);
            for (var i = 0; i < perPulse && await room.WaitAsync(0, CancellationToken.None); i++)
                calls.Add(CallAsync());
        }

        await Task.WhenAll(calls);
        return refused;

        async Task CallAsync()
        {
            try
            {
                using var request = call();
                using var answer = await server.Http.SendAsync(request, CancellationToken.None);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    Interlocked.Increment(ref refused);
            }
            finally
            {
                room.Release();
            }
        }
    }

    private static HttpRequestMessage OfGreedy(HttpRequestMessage request)
    {
        request.Headers.Add("X-Forwarded-For", Greedy);
        return request;
    }

    private static HttpRequestMessage Post(string path, byte[] body) => new(HttpMethod.Post, path)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    private static HttpRequestMessage Stream() => new(HttpMethod.Get, Routes.For(Routes.TaskEvents, "nobody"))
    {
        Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/event-stream") } },
    };

    private sealed record Round(ReportRun Run, int Refused, double Seconds, double Cpu);
}
