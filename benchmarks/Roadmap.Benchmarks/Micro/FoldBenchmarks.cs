using BenchmarkDotNet.Attributes;
using Roadmap.Api.EventLog;
using Roadmap.Api.Reporting;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Benchmarks.Micro;

/// <inheritdoc cref="MicroFigures.FoldAsync"/>
public class FoldBenchmarks
{
    private readonly ProgressEvent _progress = SampleEvents.Progress(1);
    private readonly ConceptAllContentCompleteEvent _concept = new() { ConceptId = "c-17", ConceptName = "Indexes" };
    private readonly TaskFacts _facts = new(SampleEvents.State, HasLiveRun: false, LeaseExpired: false);
    private readonly ReportedEvent[] _one = [new(SampleEvents.Progress(1))];
    private readonly ReportedEvent[] _hundred = [.. Enumerable.Range(1, 100).Select(seq => new ReportedEvent(SampleEvents.Progress(seq)))];

    [Benchmark(Description = "fold `progress`")]
    public long FoldProgress() => SampleEvents.State.Apply(_progress).Seq;

    [Benchmark(Description = "fold `concept_all_content_complete`")]
    public long FoldConcept() => SampleEvents.State.Apply(_concept).Seq;

    [Benchmark(Description = "decide on one event")]
    public bool DecideOnOne() => TaskDecision.Decide(_facts, _one, fromWorkflow: false) is Decision.Accepted;

    [Benchmark(Description = "decide on 100 events")]
    public bool DecideOnHundred() => TaskDecision.Decide(_facts, _hundred, fromWorkflow: false) is Decision.Accepted;
}
