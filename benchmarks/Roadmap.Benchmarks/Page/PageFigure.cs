using System.Diagnostics;
using System.Text;
using Microsoft.Playwright;
using Roadmap.Benchmarks.FanOut;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks.Page;

/// <summary>What the page costs whoever looks at a task that is reported on faster than anybody can read.</summary>
internal static class PageFigure
{
    private const int Rounds = 3;
    private const int EventsPerSecond = 1_000;
    private const int Batch = 50;
    private const int Seconds = 10;
    private const double Aim = 0.35;
    private const string Chromium = "/usr/bin/chromium";

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var server = await ServerProcess.StartAsync(workplace);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
        var runs = new List<Run>();
        for (var round = 0; round <= Rounds; round++)
            runs.Add(await RunAsync(server, browser));
        runs.RemoveAt(0);

        var busy = Samples.Median(runs.Select(run => run.Busy));
        return new FigureTable(
            "The page under load",
            $"""
            One task is reported on with {EventsPerSecond:N0} events/s for {Seconds} s, {Batch} a `POST`, and the page of it is open in
            Chromium, without a GPU. The main thread's shares are what Chromium counts (`Performance.getMetrics`), of the time from the
            first report until the last event is shown. {Rounds} runs after one for warming up; medians, in brackets the worst.
            """,
            ["", "main thread", "its scripts", "its styles and layout", "last event shown after", "elements in the page", "aim"],
            [[
                $"{EventsPerSecond:N0} events/s",
                $"{busy:P0} ({runs.Max(run => run.Busy):P0})",
                $"{Samples.Median(runs.Select(run => run.Scripts)):P0}",
                $"{Samples.Median(runs.Select(run => run.Layout)):P0}",
                $"{Samples.Median(runs.Select(run => run.LateMs)):0} ms",
                $"{runs.Max(run => run.Elements):N0}",
                FigureTable.Verdict($"{Aim:P0}", busy <= Aim),
            ]]);
    }

    private static async Task<Run> RunAsync(ServerProcess server, IBrowser browser)
    {
        var task = await server.CreateTaskAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{server.Http.BaseAddress}?task={task}");
        await page.Locator(".link.live").WaitForAsync();
        var chromium = await page.Context.NewCDPSessionAsync(page);
        await chromium.SendAsync("Performance.enable");

        var before = await MetricsAsync(chromium);
        var began = Stopwatch.GetTimestamp();
        await ReportAsync(server, Routes.For(Routes.TaskEvents, task));
        var reported = Stopwatch.GetTimestamp();
        await page.Locator(".latest", new() { HasText = $"event {EventsPerSecond * Seconds} " }).WaitForAsync();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var after = await MetricsAsync(chromium);

        var run = new Run(
            Share("TaskDuration"), Share("ScriptDuration"), Share("LayoutDuration") + Share("RecalcStyleDuration"),
            Stopwatch.GetElapsedTime(reported).TotalMilliseconds, await page.Locator("*").CountAsync());
        await page.CloseAsync();
        return run;

        double Share(string name) => (after[name] - before[name]) / seconds;
    }

    private static async Task ReportAsync(ServerProcess server, string path)
    {
        var timetable = new Timetable(Stopwatch.GetTimestamp(), EventsPerSecond / Batch);
        for (var batch = 0; batch < EventsPerSecond * Seconds / Batch; batch++)
        {
            timetable.WaitFor(batch);
            var events = Enumerable.Range((batch * Batch) + 1, Batch).Select(number =>
                $$"""{"type":"progress","step":"working","status":"processing","message":"event {{number}} of many"}""");
            using var body = new StringContent($"[{string.Join(',', events)}]", Encoding.UTF8, "application/json");
            using var answer = await server.Http.PostAsync(path, body);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Seconds since the page was opened, by what they were spent on.</summary>
    private static async Task<Dictionary<string, double>> MetricsAsync(ICDPSession chromium)
    {
        var answer = (await chromium.SendAsync("Performance.getMetrics"))!.Value;
        return answer.GetProperty("metrics").EnumerateArray().ToDictionary(
            metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble(), StringComparer.Ordinal);
    }

    /// <param name="Busy">Of one core, as the others.</param>
    private sealed record Run(double Busy, double Scripts, double Layout, double LateMs, int Elements);
}
