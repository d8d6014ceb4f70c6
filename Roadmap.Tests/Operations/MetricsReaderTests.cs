using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.Operations;
using Roadmap.Contracts;
using Roadmap.Hubs;
using Roadmap.Hubs.FanOut;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Operations;

public sealed class MetricsReaderTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _factory;
    private readonly Meter _meter;
    private readonly MetricsReader _reader;

    public MetricsReaderTests()
    {
        _factory = _services.GetRequiredService<IMeterFactory>();
        _meter = _factory.Create(HubsMetrics.MeterName);
        _reader = new MetricsReader(_factory);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void A_counter_adds_up_by_label()
    {
        var counter = _meter.CreateCounter<long>("things", "{thing}", "Things.");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "b"));

        var page = PrometheusPage.Parse(_reader.Read());

        page.Families["things_total"].Type.ShouldBe("counter");
        page.Families["things_total"].Samples.ShouldBe(new Dictionary<string, double> { ["things_total{kind=\"a\"}"] = 5, ["things_total{kind=\"b\"}"] = 1 });
    }

    [Fact]
    public void What_goes_up_and_down_is_a_gauge()
    {
        var gauge = _meter.CreateUpDownCounter<int>("open.now", description: "Open.");
        gauge.Add(3);
        gauge.Add(-1);

        Lines("open_now").ShouldBe(["# HELP open_now Open.", "# TYPE open_now gauge", "open_now 2"]);
    }

    [Fact]
    public void What_is_asked_for_is_asked_at_every_scrape()
    {
        var heat = 1.5;
        _meter.CreateObservableGauge("heat", () => heat, "By");
        Lines("heat_bytes")[^1].ShouldBe("heat_bytes 1.5");

        heat = double.NegativeInfinity;

        Lines("heat_bytes")[^1].ShouldBe("heat_bytes -Inf");
    }

    [Fact]
    public void A_histogram_counts_into_buckets_that_hold_the_lower_ones_too()
    {
        var histogram = _meter.CreateHistogram("wait", "s", "Waiting.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.1, 0.5, 0.5, 7 })
            histogram.Record(value);

        Lines("wait_seconds").ShouldBe(
        [
            "# HELP wait_seconds Waiting.",
            "# TYPE wait_seconds histogram",
            "wait_seconds_bucket{le=\"0.1\"} 1",
            "wait_seconds_bucket{le=\"1\"} 3",
            "wait_seconds_bucket{le=\"+Inf\"} 4",
            "wait_seconds_sum 8.1",
            "wait_seconds_count 4",
        ]);
    }

    [Fact]
    public void What_would_break_a_line_is_escaped()
    {
        var counter = _meter.CreateCounter<long>("odd", description: "A \\ and\na line.");
        counter.Add(1, new KeyValuePair<string, object?>("the.why", "say \"no\"\\\n"), new KeyValuePair<string, object?>("nothing", null));

        Lines("odd_total").ShouldBe(
        [
            "# HELP odd_total A \\\\ and\\na line.",
            "# TYPE odd_total counter",
            "odd_total{the_why=\"say \\\"no\\\"\\\\\\n\",nothing=\"\"} 1",
        ]);
        PrometheusPage.Parse(_reader.Read());
    }

    [Fact]
    public void Labels_without_end_do_not_make_a_page_without_end()
    {
        var counter = _meter.CreateCounter<long>("visits", description: "Visits.");
        for (var i = 0; i < MetricFamily.MaxSeries + 50; i++)
            counter.Add(1, new KeyValuePair<string, object?>("visitor", i));

        var samples = PrometheusPage.Parse(_reader.Read()).Families["visits_total"].Samples;

        samples.Count.ShouldBe(MetricFamily.MaxSeries + 1);
        samples["visits_total{overflow=\"true\"}"].ShouldBe(50);
    }

    [Fact]
    public void Nothing_is_lost_when_many_count_at_once()
    {
        var counter = _meter.CreateCounter<long>("turns", description: "Turns.");
        var histogram = _meter.CreateHistogram("spans", description: "Spans.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });

        Parallel.For(0, 10_000, i =>
        {
            counter.Add(1, new KeyValuePair<string, object?>("side", i % 2));
            histogram.Record(i % 2 * 2);
            if (i % 1_000 == 0)
                PrometheusPage.Parse(_reader.Read());
        });

        var page = PrometheusPage.Parse(_reader.Read());
        (page["turns_total{side=\"0\"}"], page["turns_total{side=\"1\"}"]).ShouldBe((5_000, 5_000));
        (page["spans_bucket{le=\"1\"}"], page["spans_count"], page["spans_sum"]).ShouldBe((5_000, 10_000, 10_000));
    }

    [Fact]
    public void Meters_of_others_are_not_shown()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        services.GetRequiredService<IMeterFactory>().Create(HubsMetrics.MeterName).CreateCounter<long>("of_another_host").Add(1);
        using var loose = new Meter(HubsMetrics.MeterName);
        loose.CreateCounter<long>("of_nobody").Add(1);
        _factory.Create("Somebody.Else").CreateCounter<long>("of_a_library").Add(1);

        _reader.Read().ShouldNotContain("of_");
    }

    [Fact]
    public void The_hubs_figures_have_the_names_that_operators_know()
    {
        var metrics = new HubsMetrics(_factory);
        metrics.SendFailed("gone");
        metrics.ConnectionCut(CutReason.Stalled);
        metrics.FeedReset(ResetReason.Trimmed);

        var page = PrometheusPage.Parse(_reader.Read());

        (page["websocket_send_errors_total{error_type=\"gone\"}"], page["connections_cut_total{reason=\"Stalled\"}"], page["feed_resets_total{reason=\"Trimmed\"}"]).ShouldBe((1, 1, 1));
    }

    private List<string> Lines(string name) => [.. _reader.Read().Split('\n').Where(line => line.Contains(name, StringComparison.Ordinal))];
}
