using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Benchmarks;

/// <summary>What the server holds while it has nothing to do.</summary>
internal static class MemoryFigure
{
    private const int Servers = 3;
    private const double AimMegabytes = 120;
    private const double Megabyte = 1_000_000;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        var fresh = new List<double>();
        var used = new List<double>();
        for (var i = 0; i < Servers; i++)
        {
            await using var server = await ServerProcess.StartAsync(workplace);
            fresh.Add(await WaitAndReadAsync(server));
            await MakeRoadmapAsync(server.Http);
            used.Add(await WaitAndReadAsync(server));
        }

        return new FigureTable(
            "Memory of the idle server",
            $"`VmRSS` of the published Release program, code pages included, after {s_idle.TotalSeconds:0} s without a request. Median "
            + $"of {Servers} servers; 1 MB is 1,000,000 bytes.",
            ["", "resident", "most", "aim"],
            [Row("just started", fresh), Row("after one roadmap was made", used)]);
    }

    private static string[] Row(string name, List<double> bytes)
    {
        var median = Samples.Median(bytes) / Megabyte;
        return [
            name, $"{median:0} MB", $"{bytes.Max() / Megabyte:0} MB", FigureTable.Verdict($"{AimMegabytes} MB", median <= AimMegabytes)
        ];
    }

    private static async Task<double> WaitAndReadAsync(ServerProcess server)
    {
        await Task.Delay(s_idle, TimeProvider.System);
        return server.ResidentBytes;
    }

    private static async Task MakeRoadmapAsync(HttpClient http)
    {
        var body = new GenerateRoadmapBody
        {
            Preferences = new LearnerPreferences
            {
                LearningGoal = "Become a backend engineer with Python",
                CurrentLevel = LearnerLevel.Beginner,
                AvailableHoursPerWeek = 10,
            },
            RequireReview = false,
        };
        using var made = await http.PostAsJsonAsync(Routes.GenerateRoadmap, body, ContractsJson.TypeInfo<GenerateRoadmapBody>());
        made.EnsureSuccessStatusCode();
        var task = (await made.Content.ReadFromJsonAsync(ContractsJson.TypeInfo<GenerateRoadmapReply>()))!.TaskId;

        using var patience = new CancellationTokenSource(s_patience, TimeProvider.System);
        while ((await http.GetFromJsonAsync(
            Routes.For(Routes.Task, task), ContractsJson.TypeInfo<TaskSnapshot>(), patience.Token))!.FinishedAt is null)
            await Task.Delay(s_pause, TimeProvider.System, patience.Token);
    }
}
