using System.Diagnostics;

namespace Roadmap.Benchmarks;

/// <summary>One way to append events. It gets the number of the report, and is called by so many callers at once.</summary>
/// <param name="EventsPerReport">Of one call; also what the bare loop commits at once.</param>
internal sealed record Contender(string Name, int Callers, int EventsPerReport, Func<int, Task> ReportAsync);

/// <summary>Lets contenders append in turns (A B C, A B C, …), so that what the machine does meanwhile falls on all of them.</summary>
internal static class AppendTurns
{
    public const int Rounds = 7;
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private const int EventsPerTurn = 80_000;

    /// <summary>Events per second of each contender, round by round.</summary>
    public static async Task<Dictionary<Contender, List<double>>> RunAsync(IReadOnlyList<Contender> contenders)
    {
        var rates = contenders.ToDictionary(contender => contender, _ => new List<double>());
        foreach (var contender in contenders)
            await RunTurnAsync(contender);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in contenders)
                rates[contender].Add(await RunTurnAsync(contender));
        }

        return rates;
    }

    /// <summary>Ends after the turn's time, or its number of events.</summary>
    public static async Task<double> RunTurnAsync(Contender contender)
    {
        var reports = 0;
        var finished = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, contender.Callers).Select(_ => Task.Run(CallAsync)));
        return finished * contender.EventsPerReport / Stopwatch.GetElapsedTime(started).TotalSeconds;

        async Task CallAsync()
        {
            while (Stopwatch.GetElapsedTime(started) < Turn
                && Interlocked.Increment(ref reports) is var report
                && report * contender.EventsPerReport <= EventsPerTurn)
            {
                await contender.ReportAsync(report);
                Interlocked.Increment(ref finished);
            }
        }
    }
}
