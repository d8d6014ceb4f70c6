using System.Text;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>
/// Appends per second through the whole pipeline, beside what SQLite alone can do with the same rows and the same durability.
/// </summary>
internal static class AppendFigure
{
    private const int Tasks = 64;
    private const int Callers = 64;
    private const int Batch = 100;
    private const double Aim = 0.5;
    private const string Message = "Imported 4,200 of 10,000 rows";
    private const string EventJson =
        $$"""{"type":"progress","step":"importing","status":"processing","percentage":42,"message":"{{Message}}"}""";

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        var log = workplace.NewPath("pipeline.db");
        await using var pipeline = await PipelineUnderLoad.StartAsync($"--Storage:Path={log}");
        using var commits = new CommitCounter(log);
        string[] tasks = [.. Enumerable.Range(0, Tasks).Select(i => $"task-{i}")];
        foreach (var task in tasks)
            await pipeline.CreateTaskAsync(task);
        using var bare = new BareInserts(workplace.NewPath("bare.db"), Reported(), Tasks);
        using var oneTask = new BareInserts(workplace.NewPath("bare-one-task.db"), Reported(), tasks: 1);
        var single = PipelineOf(pipeline, tasks, Callers, 1);
        var batch = PipelineOf(pipeline, tasks, 1, Batch);
        var grouped = await EventsPerCommitAsync(commits, single);

        var singles = await AppendTurns.RunAsync(
        [
            single,
            BareOf(bare, "bare", grouped, 1),
            BareOf(oneTask, "bare, all rows of one task", grouped, 1),
            BareOf(bare, "bare", 1, 1),
            HttpOf(pipeline, tasks, Callers, 1),
        ]);
        var batches = await AppendTurns.RunAsync([batch, BareOf(bare, "bare", 1, Batch), HttpOf(pipeline, tasks, 1, Batch)]);
        return new FigureTable(
            "Appends per second",
            $"""
            Events per second, all durable when counted (WAL, `synchronous=FULL`). *Pipeline*: `IMediator.Send(ReportTaskEvents)` in this process: validate, decide, append, announce; the reports go to {Tasks} tasks in turn.
            *Bare*: one thread, one prepared `INSERT` of the same rows (same table, same JSON, of {Tasks} tasks in turn), as many a transaction as the pipeline really commits at once: with {Callers} callers it was {grouped}.
            Medians of {AppendTurns.Rounds} rounds of turns of {AppendTurns.Turn.TotalSeconds:0} s (A B C, A B C, …) after one for warming up. The ratio is the median of the rounds' ratios to the first bare row of the same kind.
            """,
            ["", "events/s", "lowest turn", "highest turn", "ratio to bare", "aim"],
            [.. Rows($"one event a report, {Callers} callers", singles), .. Rows($"{Batch} events a report, one caller", batches)]);
    }

    private static ProgressEvent Reported() => new()
    {
        Step = "importing",
        Status = "processing",
        Percentage = 42,
        Message = Message,
        Timestamp = TimeProvider.System.GetUtcNow(),
    };

    private static Contender PipelineOf(
        PipelineUnderLoad pipeline, string[] tasks, int callers, int events) => new("pipeline", callers, events, report =>
        pipeline.SendAsync(tasks[report % Tasks], [.. Enumerable.Range(0, events).Select(i => new ReportedEvent(Reported(), Index: i))]));

    private static Contender HttpOf(PipelineUnderLoad pipeline, string[] tasks, int callers, int events)
    {
        var json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(EventJson, events))}]");
        return new Contender(
            "pipeline, over HTTP on the loopback", callers, events, report => pipeline.PostAsync(tasks[report % Tasks], json));
    }

    private static Contender BareOf(BareInserts bare, string name, int reports, int rowsPerReport)
    {
        var rows = reports * rowsPerReport;
        return new Contender($"{name}, {rows} {(rows == 1 ? "row" : "rows")} a transaction", 1, rows, _ =>
        {
            bare.Commit(reports, rowsPerReport);
            return Task.CompletedTask;
        });
    }

    /// <summary>What the pipeline's group commit makes of so many callers, warm.</summary>
    private static async Task<int> EventsPerCommitAsync(CommitCounter commits, Contender contender)
    {
        await AppendTurns.RunTurnAsync(contender);
        var before = commits.Read();
        var rate = await AppendTurns.RunTurnAsync(contender);
        return (int)Math.Round(rate * AppendTurns.Turn.TotalSeconds / (commits.Read() - before));
    }

    private static IEnumerable<string[]> Rows(string kind, Dictionary<Contender, List<double>> rates)
    {
        var (bare, yardstick) = rates.ElementAt(1);
        foreach (var (contender, turns) in rates)
        {
            var ratio = Samples.Median(turns.Zip(yardstick, (mine, its) => mine / its));
            yield return
            [
                $"{kind}: {contender.Name}",
                $"{Samples.Median(turns):N0}",
                $"{turns.Min():N0}",
                $"{turns.Max():N0}",
                contender == bare ? "1" : $"{ratio:0.00}",
                contender == rates.First().Key ? FigureTable.Verdict($"{Aim}", ratio >= Aim) : "",
            ];
        }
    }
}
