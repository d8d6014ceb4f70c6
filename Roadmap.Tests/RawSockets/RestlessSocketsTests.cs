using System.Net.WebSockets;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.RawSockets;

/// <summary>
/// Whatever raw watchers do while events come at full speed, each sees every event once, in order, from where it joined to the end.
/// </summary>
public sealed class RestlessSocketsTests
{
    private const int Watchers = 30;
    private const int Reports = 150;
    private const int EventsPerReport = 10;

    [Fact]
    public async Task Sockets_that_come_leave_and_resume_at_random_miss_nothing_and_see_nothing_twice()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();

        var publishing = PublishAsync(server, task);
        var watching = Enumerable.Range(0, Watchers).Select(seed => WatchAsync(server, task, seed));
        var faults = (await Task.WhenAll(watching)).SelectMany(found => found).ToList();
        await publishing.InTime();

        faults.ShouldBeEmpty();
        server.Logged.Lines.ShouldBeEmpty();
    }

    private static async Task PublishAsync(HubServer server, string task)
    {
        for (var report = 0; report < Reports; report++)
            await server.ReportProgressAsync(task, (report * EventsPerReport) + 1, EventsPerReport);
        await server.ReportAsync(task, """{"type":"completed"}""");
    }

    /// <summary>Watches a random number of events at a time, until the socket is closed because the task has ended.</summary>
    private static async Task<IReadOnlyList<string>> WatchAsync(HubServer server, string task, int seed)
    {
        var random = new Random(seed);
        var connections = 0;
        var faults = new List<string>();
        Position? position = null;
        while (true)
        {
            // Comes back from its position or, sometimes, from nowhere.
            var after = random.Next(3) == 0 ? null : position;
            connections++;
            using var watcher = await server.WatchRawAsync(task, after is null ? "" : $"?epoch={after.Epoch}&after_seq={after.Seq}");
            position = (await watcher.NextAsync<ConnectedMessage>()).Position;
            if (after is not null && position != after)
                faults.Add($"socket {seed} asked to resume from {after} and got {position}");
            for (var events = random.Next(1, 400); events > 0; events--)
            {
                switch (await watcher.NextAsync(() => $"Socket {seed}, connection {connections}, at {position}."))
                {
                    case TaskSnapshot snapshot when snapshot.Seq == position.Seq:
                        break;
                    case TaskEvent stored when stored.Seq == position.Seq + 1
                        && (stored is CompletedEvent || stored.Message == $"{stored.Seq}"):
                        position = new Position { Epoch = stored.Epoch, Seq = stored.Seq };
                        break;
                    case ClosingMessage { Reason: ClosingReasons.TaskEnded } when position.Seq == (Reports * EventsPerReport) + 1:
                        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Ended);
                        return faults;
                    case var other:
                        faults.Add($"socket {seed} at {position}: {other}");
                        break;
                }
            }

            // In turns it says goodbye, and goes without a word.
            if (random.Next(2) == 0)
                await watcher.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None)
                    .InTime();
        }
    }
}
