using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.Operations;
using Roadmap.Contracts;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Operations;

/// <summary>How instruments become metrics, whatever they count.</summary>
public sealed class ShownMetricsTests : IAsyncLifetime
{
    private HubServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await HubServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Kinds_names_and_units_become_those_of_Prometheus()
    {
        var meter = MeterOf(_server);
        meter.CreateCounter<long>("things", "{thing}", "Things.").Add(2, new KeyValuePair<string, object?>("the.kind", "a"));
        meter.CreateUpDownCounter<int>("open.now", description: "Open.").Add(3);
        meter.CreateObservableGauge("heat", () => 1.5, "By", "Heat.");
        var wait = meter.CreateHistogram(
            "wait", "s", "Waiting.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.1, 0.5, 0.5, 7 })
            wait.Record(value);

        var page = await PrometheusPage.ReadAsync(_server.Http);

        Shown(page, "things_total").ShouldBe("counter: things_total{the_kind=\"a\"} 2");
        Shown(page, "open_now").ShouldBe("gauge: open_now 3");
        Shown(page, "heat_bytes").ShouldBe("gauge: heat_bytes 1.5");
        Shown(page, "wait_seconds").ShouldBe(
            "histogram: wait_seconds_bucket{le=\"0.1\"} 1, wait_seconds_bucket{le=\"1\"} 3, wait_seconds_bucket{le=\"+Inf\"} 4, "
            + "wait_seconds_sum 8.1, wait_seconds_count 4");
    }

    [Fact]
    public async Task Labels_without_end_do_not_make_a_page_without_end()
    {
        var counter = MeterOf(_server).CreateCounter<long>("visits", description: "Visits.");
        for (var i = 0; i < ShownMetrics.MaxSeries + 50; i++)
            counter.Add(1, new KeyValuePair<string, object?>("visitor", i));

        var samples = (await PrometheusPage.ReadAsync(_server.Http)).Families["visits_total"].Samples;

        samples.Count.ShouldBe(ShownMetrics.MaxSeries + 1);
        samples["visits_total{otel_metric_overflow=\"true\"}"].ShouldBe(50);
    }

    [Fact]
    public async Task Meters_of_others_are_not_shown()
    {
        await using var another = await HubServer.StartAsync();
        MeterOf(another).CreateCounter<long>("of_another_host").Add(1);
        using var loose = new Meter(HubsMetrics.MeterName);
        loose.CreateCounter<long>("of_nobody").Add(1);
        _server.Services.GetRequiredService<IMeterFactory>().Create("Somebody.Else").CreateCounter<long>("of_a_library").Add(1);

        (await _server.Http.GetStringAsync(Routes.Metrics)).ShouldNotContain(" of_");
    }

    [Fact]
    public async Task A_page_is_as_things_are_and_scrapes_at_once_do_not_disturb_one_another()
    {
        var counter = MeterOf(_server).CreateCounter<long>("turns", description: "Turns.");

        for (var i = 1; i <= 5; i++)
        {
            counter.Add(1);
            var pages = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PrometheusPage.ReadAsync(_server.Http)));
            pages.ShouldAllBe(page => page["turns_total"] == i);
        }
    }

    [Fact]
    public async Task The_tool_of_Prometheus_has_nothing_to_say_against_the_page()
    {
        await CountSomethingAsync();

        await using var tool = ChildProcess.Start("promtool", ["check", "metrics"]);
        await tool.SayAsync(await _server.Http.GetStringAsync(Routes.Metrics));
        tool.SayNoMore();

        (await tool.EndedAsync()).ShouldBe(0, tool.Said());
        tool.Said().ShouldBe("");
    }

    [Fact]
    public async Task Prometheus_itself_finds_every_metric_under_its_name()
    {
        await CountSomethingAsync();
        var page = await PrometheusPage.ReadAsync(_server.Http);
        await using var prometheus = await PrometheusServer.StartAsync(_server.Http.BaseAddress!);

        string[] expected = [.. page.Families.Values.Select(family => family.Type == "histogram" ? $"{family.Name}_bucket" : family.Name)];
        string[] missing = [];
        // What one scrape brings is not seen in one moment.
        await Wait.Eventually("all is scraped", async () => (missing = [.. expected.Except(await prometheus.NamesAsync())]) is [],
            () => $"Not yet: {string.Join(", ", missing)}");
        expected.ShouldContain("messages_delivered_total");
    }

    private async Task CountSomethingAsync()
    {
        var task = await _server.StartTaskAsync();
        await using var watcher = await _server.ConnectAsync();
        await watcher.SubscribeAsync(task);
        await _server.ReportProgressAsync(task, 1);
        await Wait.Eventually(
            "the delivery is counted", async () => (await PrometheusPage.ReadAsync(_server.Http))["delivery_duration_seconds_count"] is 1);
    }

    private static Meter MeterOf(HubServer server) => server.Services.GetRequiredService<IMeterFactory>().Create(HubsMetrics.MeterName);

    private static string Shown(PrometheusPage page, string name) =>
        $"{page.Families[name].Type}: {string.Join(", ", page.Families[name].Samples.Select(sample => $"{sample.Key} {sample.Value}"))}";
}
