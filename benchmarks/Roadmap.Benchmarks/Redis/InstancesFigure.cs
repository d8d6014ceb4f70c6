namespace Roadmap.Benchmarks.Redis;

/// <summary>From a worker's report to one instance, to the handler of a client that watches on another.</summary>
internal static class InstancesFigure
{
    private const int Rounds = 5;
    private const double AimOfP50 = 2;
    private const double AimOfP99 = 10;

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var redis = await RedisProcess.StartAsync(workplace);
        var setting = $"--ConnectionStrings:Redis={redis.ConnectionString}";
        await using var one = await ServerProcess.StartAsync(workplace, setting);
        await using var other = await ServerProcess.StartAsync(workplace, setting);
        List<ReportRun> across = [], same = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var runs = (await ReportRun.MeasureAsync(one, other, subscribers: 1), await ReportRun.MeasureAsync(
                other, other, subscribers: 1));
            if (round == 0)
                continue;
            across.Add(runs.Item1);
            same.Add(runs.Item2);
        }

        return new FigureTable(
            "Report to handler, two instances",
            $"""
            Two published Release programs on one Redis that keeps nothing on disk; reports (one event, `POST`) and one subscriber (a stock SignalR .NET client) in this process, all on the same machine. {ReportRun.EventsPerSecond} events/s on a timetable that waits for no answer.
            Counted from the moment at which the timetable wants the `POST` sent until the client's handler is called. {Rounds} runs of {ReportRun.Events / ReportRun.EventsPerSecond} s in turns, after one for warming up. Medians of the runs; in brackets the worst run. *Timer* is how late the sender itself was.
            """,
            ["reported to", "p50", "p99", "timer p99", "aims"],
            [Row("one instance, watched on the other", across, isJudged: true), Row(
                "the instance where it is watched", same, isJudged: false)]);
    }

    private static string[] Row(string name, List<ReportRun> runs, bool isJudged)
    {
        var p50 = Samples.Median(runs.Select(run => Samples.Quantile(run.Deliveries, 0.5)));
        var p99 = Samples.Median(runs.Select(run => Samples.Quantile(run.Deliveries, 0.99)));
        return
        [
            name,
            ReportRun.Milliseconds(runs.Select(run => run.Deliveries), 0.5),
            ReportRun.Milliseconds(runs.Select(run => run.Deliveries), 0.99),
            ReportRun.Milliseconds(runs.Select(run => run.Lateness), 0.99),
            isJudged ? $"{FigureTable.Verdict($"p50 under {AimOfP50} ms", p50 < AimOfP50)}; "
                + $"{FigureTable.Verdict($"p99 under {AimOfP99} ms", p99 < AimOfP99)}" : "",
        ];
    }
}
