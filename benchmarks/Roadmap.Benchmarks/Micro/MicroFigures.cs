using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Roadmap.Benchmarks.Micro;

/// <summary>What one step of an event's way costs by itself, in time and in memory, measured by BenchmarkDotNet.</summary>
internal static class MicroFigures
{
    private const int WarmUps = 4;
    private const int Iterations = 15;
    private static readonly TimeInterval s_iteration = TimeInterval.FromMilliseconds(200);

    public static Task<FigureTable> EncodeAsync(Workplace workplace) => MeasureAsync<EncodeBenchmarks>(
        workplace, "Encode", "From an event to the bytes of one kind of connection: once for all who watch by it.");

    public static Task<FigureTable> FoldAsync(Workplace workplace) => MeasureAsync<FoldBenchmarks>(
        workplace, "Fold", "What one event does to a task's state, and the decision about a report of it, in which each is folded, too.");

    public static Task<FigureTable> FeedAsync(Workplace workplace) => MeasureAsync<FeedBenchmarks>(
        workplace, "Feed",
        "From an announcement to the push handlers' notification, through the feed's queue, by one watched task. Nothing is pushed.");

    public static Task<FigureTable> OutboxAsync(Workplace workplace) => MeasureAsync<OutboxBenchmarks>(
        workplace, "Outbox", "A batch that is serialised already is handed to members whose writes cost nothing.");

    public static Task<FigureTable> TelemetryAsync(Workplace workplace) => MeasureAsync<TelemetryBenchmarks>(
        workplace, "Telemetry", "What is paid for figures while OpenTelemetry listens to them, and for traces while nobody does.");

    private static Task<FigureTable> MeasureAsync<T>(Workplace workplace, string title, string notes)
    {
        // In this process, which is built as a release: nothing is generated, and nothing is built beside the solution.
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.DontLogOutput)
                .WithWarmupCount(WarmUps)
                .WithIterationCount(Iterations)
                .WithIterationTime(s_iteration))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(workplace.NewPath("micro"));
        var summary = BenchmarkRunner.Run<T>(config);
        return Task.FromResult(new FigureTable(
            title,
            notes,
            ["", "mean", "± (99.9 %)", "allocated"],
            [.. summary.Reports.Select(Row)]));
    }

    private static string[] Row(BenchmarkReport report)
    {
        var figures = report.ResultStatistics ?? throw new InvalidOperationException(
            $"{report.BenchmarkCase.DisplayInfo} could not be measured.");
        return
        [
            report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            Nanoseconds(figures.Mean),
            Nanoseconds(figures.ConfidenceInterval.Margin),
            $"{report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase):N0} B",
        ];
    }

    private static string Nanoseconds(double nanoseconds) => nanoseconds < 10_000 ? $"{nanoseconds:N0} ns" : $"{nanoseconds / 1_000:N1} µs";
}
