using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// An event in the log that cannot be sent or read, from an older version, a damaged disk or a fault: whichever way a client comes, it gets
/// a sequence without a hole, and all that is stored before and after it.
/// </summary>
public sealed class PoisonEventTests
{
    private static readonly string[] s_poison =
    [
        """{"type":"","timestamp":"2026-01-31T12:00:00Z"}""",
        """{"type":"connected","timestamp":"2026-01-31T12:00:00Z"}""",
        """{"type":"a b","timestamp":"2026-01-31T12:00:00Z"}""",
        """{"type":"moon_phase","timestamp":"2026-01-31T12:00:00Z","phase":"\ud800"}""",
        """{"type":"moon_phase","timestamp":"2026-01-31T12:00:00Z","\udc00":1}""",
        """{"type":"progress","step":"a","status":"x","message":"\uD83D","timestamp":"2026-01-31T12:00:00Z"}""",
        """{"type":"progress","step":"a","status":"x","percentage":"all","timestamp":"2026-01-31T12:00:00Z"}""",
        """{"type":"concept_start","concept_id":"c","concept_name":"n","content_type":"video","timestamp":"2026-01-31T12:00:00Z"}""",
        """{"type":"moon_phase","timestamp":"tonight"}""",
        """{"type":"moon_phase","timestamp":"2026-01-31T12:00:00Z","attempt":"first"}""",
        """{"type":"progress","step":""",
        """[]""",
        "null",
        "",
    ];

    [Fact]
    public async Task Every_way_gives_all_events_and_one_that_cannot_be_read_in_the_place_of_each_that_cannot()
    {
        using var folder = new TempFolder();
        var path = folder.File("poison.db");
        await using var server = await HubServer.StartAsync([$"--Storage:Path={path}"]);

        foreach (var json in s_poison)
            await WatchPoisonedTaskAsync(server, path, json);

        // What was wrong with each is said, and nothing broke.
        server.Logged.Lines.ShouldAllBe(
            line => !line.Contains("feed_", StringComparison.Ordinal) && !line.Contains("request_failed", StringComparison.Ordinal));
    }

    private static async Task WatchPoisonedTaskAsync(HubServer server, string path, string json)
    {
        var task = await server.StartTaskAsync();
        await server.ReportProgressAsync(task, 1, count: 3);
        await StoreAsync(path, task, seq: 2, json);

        await using var hub = await server.ConnectAsync();
        await hub.SubscribeAsync(task, new AfterPosition { Seq = 0 });
        await using var packed = await server.ConnectAsync(isPacked: true);
        await packed.SubscribeAsync(task, new AfterPosition { Seq = 0 });
        using var raw = await server.WatchRawAsync(task, "?after_seq=0");
        using var stream = await server.StreamAsync(task, "?after_seq=0");
        await hub.NextAsync<ConnectedMessage>();
        await packed.NextAsync<ConnectedMessage>();
        await raw.NextAsync<ConnectedMessage>();
        await stream.NextAsync<ConnectedMessage>();
        await server.ReportProgressAsync(task, 4);

        for (var seq = 1; seq <= 4; seq++)
        {
            var type = seq == 2 ? TaskEventTypes.Unknown : TaskEventTypes.Progress;
            foreach (var next in new[] { await hub.NextAsync(), await packed.NextAsync(), await raw.NextAsync(), await stream.NextAsync() })
                (((TaskEvent)next!).Type, ((TaskEvent)next).Seq).ShouldBe((type, seq), json);
        }

        using var page =
            JsonDocument.Parse(await server.Http.GetStringAsync(new Uri(Routes.For(Routes.TaskEvents, task), UriKind.Relative)).InTime());
        page.RootElement.GetProperty("events")
            .EnumerateArray()
            .Select(stored => (stored.GetProperty("seq").GetInt32(), stored.GetProperty("type").GetString()))
            .ShouldBe([(1, "progress"), (2, "unknown"), (3, "progress"), (4, "progress")], json);
    }

    private static async Task StoreAsync(string path, string taskId, long seq, string json)
    {
        await using var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await db.OpenAsync().InTime();
        await using var update = db.CreateCommand();
        update.CommandText = "UPDATE events SET json = $json WHERE seq = $seq AND task = (SELECT id FROM tasks WHERE task_id = $task_id)";
        update.Parameters.AddWithValue("$json", Encoding.UTF8.GetBytes(json));
        update.Parameters.AddWithValue("$seq", seq);
        update.Parameters.AddWithValue("$task_id", taskId);
        (await update.ExecuteNonQueryAsync().InTime()).ShouldBe(1);
    }
}
