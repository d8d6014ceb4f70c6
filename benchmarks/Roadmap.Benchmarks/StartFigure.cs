using System.Diagnostics;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>From the start of the process to the first request that it has served.</summary>
internal static class StartFigure
{
    private const int Starts = 5;
    private const double AimSeconds = 1.5;

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await workplace.PublishAsync();
        var seconds = new List<double>();
        for (var i = 0; i < Starts; i++)
            seconds.Add(await StartAsync(workplace));

        var median = Samples.Median(seconds);
        return new FigureTable(
            "Start-up",
            $"From just before the published Release program is started, with no log file yet, until `GET {Routes.HealthLive}` is "
            + $"answered with 200. {Starts} starts, one after the other.",
            ["", "median", "fastest", "slowest", "aim"],
            [["first served request", $"{median:0.00} s", $"{seconds.Min():0.00} s", $"{seconds.Max():0.00} s",
                FigureTable.Verdict($"{AimSeconds} s", median <= AimSeconds)]]);
    }

    private static async Task<double> StartAsync(Workplace workplace)
    {
        var started = Stopwatch.GetTimestamp();
        await using var server = await ServerProcess.StartAsync(workplace);
        using var answer = await server.Http.GetAsync(Routes.HealthLive);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
