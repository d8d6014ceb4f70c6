using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Operations;

/// <summary>What a scrape of a running server says. Each test has a server of its own, and sees that one's figures only.</summary>
public sealed class MetricsEndpointTests
{
    private const string Appended = "append_duration_seconds_count{outcome=\"appended\"}";
    private const string Refused = "append_duration_seconds_count{outcome=\"refused\"}";

    [Fact]
    public async Task Everything_an_operator_looks_at_is_there_and_nothing_names_a_task()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        await using var watcher = await server.ConnectAsync();
        await watcher.SubscribeAsync(task);
        await server.ReportProgressAsync(task, 1);
        // A histogram is there with its first value.
        await Wait.Eventually(
            "the delivery is counted", async () => (await PrometheusPage.ReadAsync(server.Http))["delivery_duration_seconds_count"] is 1);

        var page = await PrometheusPage.ReadAsync(server.Http);

        page.Families.Values.Select(family => $"{family.Type} {family.Name}").ShouldBe(
            [
                "histogram append_duration_seconds",
                "gauge connections",
                "counter connections_cut_total",
                "histogram delivery_duration_seconds",
                "counter dotnet_gc_collections_total",
                "gauge dotnet_gc_last_collection_heap_size_bytes",
                "counter dotnet_gc_pause_time_seconds_total",
                "counter dotnet_process_cpu_time_seconds_total",
                "gauge dotnet_process_memory_working_set_bytes",
                "counter events_appended_total",
                "counter events_replayed_total",
                "counter events_unsendable_total",
                "counter feed_announcements_dropped_total",
                "counter feed_faults_total",
                "counter feed_repairs_total",
                "counter feed_resets_total",
                "histogram http_server_request_duration_seconds",
                "counter intake_messages_total",
                "gauge kestrel_active_connections",
                "counter list_changes_total",
                "gauge list_watches",
                "counter messages_delivered_total",
                "gauge replays",
                "gauge replays_waiting",
                "gauge signalr_server_active_connections",
                "gauge subscriptions",
                "counter unknown_tasks_awaited_total",
                "counter unreadable_records_total",
                "counter websocket_send_errors_total",
            ],
            ignoreOrder: true);
        page.Families.Values.SelectMany(family => family.Samples.Keys)
            .ShouldAllBe(sample => !sample.Contains(task) && !sample.Contains("task_id="));
    }

    [Fact]
    public async Task Reports_count_as_they_were_answered()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();

        await server.ReportProgressAsync(task, 1, count: 3);
        await server.ReportAsync(task, """{"type":"completed"}""");
        using var late = new StringContent("""{"type":"completed"}""", System.Text.Encoding.UTF8, "application/json");
        (await server.Http.PostAsync(new Uri(Routes.For(Routes.TaskEvents, task), UriKind.Relative), late))
            .IsSuccessStatusCode.ShouldBeFalse();

        var page = await PrometheusPage.ReadAsync(server.Http);
        page["events_appended_total"].ShouldBe(4);
        (page[Appended], page[Refused]).ShouldBe((2, 1));
        page["delivery_duration_seconds_count"].ShouldBe(0);
    }

    [Fact]
    public async Task A_watcher_is_seen_while_it_is_there_and_what_it_gets_is_counted()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        await server.ReportProgressAsync(task, 1, count: 3);
        await using var another = await HubServer.StartAsync();

        var watcher = await server.ConnectAsync();
        await watcher.SubscribeAsync(task, new AfterPosition { Seq = 0 });
        for (var i = 0; i < 4; i++)
            await watcher.NextAsync();
        await server.ReportProgressAsync(task, 4);
        await watcher.NextAsync();

        // Handed over first, counted then: the watcher may be quicker.
        await Wait.Eventually(
            "the delivery is counted", async () => (await PrometheusPage.ReadAsync(server.Http))["delivery_duration_seconds_count"] is 1);
        var page = await PrometheusPage.ReadAsync(server.Http);
        (page["connections"], page["subscriptions"], page["events_replayed_total"], page["messages_delivered_total"])
            .ShouldBe((1, 1, 3, 5));
        var other = await PrometheusPage.ReadAsync(another.Http);
        (other["connections"], other["messages_delivered_total"], other["events_appended_total"]).ShouldBe((0, 0, 0));

        await watcher.DisposeAsync();
        await Wait.Eventually("nobody watches", async () => await PrometheusPage.ReadAsync(server.Http) is var after
            && (after["connections"], after["subscriptions"]) == (0, 0));
    }
}
