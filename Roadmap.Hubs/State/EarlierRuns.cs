using Roadmap.Contracts;

namespace Roadmap.Hubs.State;

/// <summary>What tasks of one kind have taken, and so what another one may take. Made of at least one run.</summary>
public sealed class EarlierRuns
{
    // One hiccup in ten, and one lucky run in ten, are not what is to be expected.
    private const double LowQuantile = 0.1;
    private const double HighQuantile = 0.9;

    /// <summary>How far off the times of a single run may be; those of n runs, an nth of it.</summary>
    private const double Doubt = 0.5;

    private readonly int _count;
    private readonly (double Low, double High) _whole;
    private readonly Dictionary<string, (double Low, double High)> _steps;

    private EarlierRuns(IReadOnlyList<FinishedRun> runs)
    {
        _count = runs.Count;
        _whole = SpanOf([.. runs.Select(run => run.WorkedMs)]);
        // A step that most runs do not come to, or come to again and again, says nothing of where a run is.
        _steps = runs.SelectMany(run => run.LeftMs)
            .GroupBy(step => step.Key, step => step.Value, StringComparer.Ordinal)
            .Where(step => step.Count() * 2 >= runs.Count)
            .ToDictionary(step => step.Key, step => SpanOf([.. step]), StringComparer.Ordinal);
    }

    /// <summary>Null when there are none.</summary>
    public static EarlierRuns? Of(IReadOnlyList<FinishedRun> runs) => runs.Count == 0 ? null : new EarlierRuns(runs);

    /// <summary>What is left of a task at its last event; null when these runs say nothing of it.</summary>
    public ExpectedWork? ExpectOf(TaskState task)
    {
        if (task is not { HasEnded: false, Work: { } work } || !FinishedRun.IsWhole(task))
            return null;

        var worked = work.MsAt(task.UpdatedAt);
        var isStepKnown = _steps.TryGetValue(task.CurrentStep, out var span) & work.Begun.TryGetValue(task.CurrentStep, out var begin);
        var (low, high) = isStepKnown ? Less(span, worked - begin.AtMs) : Less(_whole, worked);
        return new ExpectedWork
        {
            Runs = _count,
            At = task.UpdatedAt,
            Low = Seconds(low),
            High = Seconds(high),
            Steps = [.. _steps.OrderByDescending(step => step.Value.High).ThenBy(step => step.Key, StringComparer.Ordinal)
                .Select(step => new ExpectedStep { Step = step.Key, Low = Seconds(step.Value.Low), High = Seconds(step.Value.High) })],
        };
    }

    private static (double Low, double High) Less((double Low, double High) span, double worked) =>
        (Math.Max(0, span.Low - worked), Math.Max(0, span.High - worked));

    private static (double Low, double High) SpanOf(long[] times)
    {
        Array.Sort(times);
        var doubt = 1 + (Doubt / times.Length);
        return (Quantile(times, LowQuantile) / doubt, Quantile(times, HighQuantile) * doubt);
    }

    /// <summary>Between two of them in proportion.</summary>
    private static double Quantile(long[] sorted, double quantile)
    {
        var place = quantile * (sorted.Length - 1);
        var (below, above) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static double Seconds(double milliseconds) => Math.Round(milliseconds / 1_000, 1);
}
