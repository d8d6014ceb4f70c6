using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hub;

/// <summary>
/// Whatever watchers do while events come at full speed, each sees every event once, in order, from where it joined to the end.
/// </summary>
public sealed class RestlessWatchersTests
{
    private const int Watchers = 100;
    private const int Reports = 400;
    private const int EventsPerReport = 10;

    [Fact]
    public async Task Watchers_who_join_leave_resubscribe_and_resume_at_random_miss_nothing_and_see_nothing_twice()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();

        var publishing = PublishAsync(server, task);
        var watching = Enumerable.Range(0, Watchers).Select(seed => new RestlessWatcher(server, task, seed).WatchAsync());
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

    /// <summary>One watcher, which does something else after a random number of events, until it has seen the end.</summary>
    private sealed class RestlessWatcher(HubServer server, string task, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<string> _faults = [];
        private HubWatcher? _hub;
        private Position? _position;
        private bool _ended;
        private int _steps;

        public async Task<IReadOnlyList<string>> WatchAsync()
        {
            while (!_ended)
            {
                await MoveAsync();
                await FollowAsync(events: _random.Next(1, 400));
            }

            if (_hub is not null)
                await _hub.DisposeAsync();
            return _faults;
        }

        private async Task MoveAsync()
        {
            var move = _random.Next(4);
            _steps++;
            if (_hub is null || move == 0)
            {
                // Comes back on a new connection, from its position or, sometimes, from nowhere.
                if (_hub is not null)
                    await _hub.DisposeAsync();
                _hub = await server.ConnectAsync();
            }

            if (move == 1 && _position is not null)
                await _hub.UnsubscribeAsync(task);
            var after = move == 3 ? null : _position;
            _position = null;
            await _hub.SubscribeAsync(task, after is null ? null : new AfterPosition { Epoch = after.Epoch, Seq = after.Seq });
            // What the earlier subscription sent still comes before the new one's `connected`.
            while (_position is null)
            {
                if (await _hub.NextAsync(Where) is not ConnectedMessage connected)
                    continue;
                if (after is not null && (connected.Recovered != true || connected.Position != after))
                    Fault($"asked to resume from {after} and got {connected}");
                _position = connected.Position;
            }
        }

        private async Task FollowAsync(int events)
        {
            while (events-- > 0 && !_ended)
            {
                switch (await _hub!.NextAsync(Where))
                {
                    case TaskSnapshot snapshot:
                        if (snapshot.Seq != _position!.Seq)
                            Fault($"a snapshot at {snapshot.Seq} after {_position.Seq}");
                        _ended = snapshot.Status == TaskRunStatus.Completed;
                        break;
                    case TaskEvent stored:
                        if (stored.Seq != _position!.Seq + 1 || (stored is ProgressEvent && stored.Message != $"{stored.Seq}"))
                            Fault($"event {stored.Seq} '{stored.Message}' after {_position.Seq}");
                        _position = new Position { Epoch = stored.Epoch, Seq = stored.Seq };
                        _ended = stored is CompletedEvent;
                        break;
                    case var other:
                        Fault($"an unexpected {other}");
                        break;
                }
            }
        }

        private string Where() => $"Watcher {seed} on {_hub!.Connection.ConnectionId}, step {_steps}, at {_position}.";

        private void Fault(string what) => _faults.Add($"watcher {seed}: {what}");
    }
}
