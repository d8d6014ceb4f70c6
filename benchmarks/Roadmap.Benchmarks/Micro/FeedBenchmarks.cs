using BenchmarkDotNet.Attributes;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Operations;

namespace Roadmap.Benchmarks.Micro;

/// <inheritdoc cref="MicroFigures.FeedAsync"/>
public class FeedBenchmarks
{
    private readonly Surroundings _around = new();

    [GlobalSetup]
    public Task WatchAsync()
    {
        var reader = new TimedLogReader(_around, TimeProvider.System);
        var turns = new ReplayTurns(Options.Create(new LimitsOptions()), SampleEvents.Metrics);
        var feeds = new TaskFeeds(
            _around, reader, new NoEarlierRuns(), _around, _around, turns, SampleEvents.Metrics, TimeProvider.System,
            NullLogger<TaskFeed>.Instance);
        return feeds.SubscribeAsync(SampleEvents.TaskId, "watcher", includeHistory: true, after: null);
    }

    [Benchmark(Description = "one event")]
    public Task OneAsync() => _around.AnnounceAsync(1);

    [Benchmark(Description = "a report of 100 events")]
    public Task HundredAsync() => _around.AnnounceAsync(100);

    /// <summary>All that a feed has around it: a log that is announced to and holds nothing, and push handlers that push nothing.</summary>
    private sealed class Surroundings : ITaskLogReader, ITaskAnnouncements, ITaskFanOut, IMediator
    {
        private Action<TaskAnnouncement> _announce = _ => { };
        private TaskCompletionSource _arrived = new();
        private long _seq;

        /// <summary>Done when the events were published, on the feed's own thread.</summary>
        public Task AnnounceAsync(int count)
        {
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var events = SampleEvents.Stored(_seq + 1, count);
            _seq += count;
            _announce(new TaskAnnouncement(SampleEvents.TaskId, events, OldestSeq: 1));
            return _arrived.Task;
        }

        public Task<IAsyncDisposable> SubscribeAsync(
            string taskId, Action<TaskAnnouncement> onAnnounced, CancellationToken cancellationToken)
        {
            _announce = onAnnounced;
            return Task.FromResult<IAsyncDisposable>(new Subscription());
        }

        public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) =>
            Task.FromResult<TaskLogView?>(new TaskLogView(SampleEvents.State with { Seq = _seq }, _seq + 1, []));

        public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
            IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nobody compares a feed that hears something all the time.");

        public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
            where TNotification : INotification
        {
            if (notification is TaskEventsArrived { Events: var events } && events[^1].Seq == _seq)
                _arrived.SetResult();
            return Task.CompletedTask;
        }

        public Task Publish(object notification, CancellationToken cancellationToken = default) =>
            Publish((INotification)notification, cancellationToken);

        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("A feed asks nothing.");

        public void Join(string connectionId, string taskId)
        {
        }

        public void Leave(string connectionId, string taskId)
        {
        }

        public void Forget(string connectionId, string taskId)
        {
        }

        public Task WaitUntilDrainedAsync(string connectionId, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Disconnect(string connectionId, DisconnectReason reason)
        {
        }
    }

    private sealed class Subscription : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
