using System.Collections.Concurrent;
using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// The feeds of this instance: one for each task that somebody here watches, made when the first comes and ended a while after the last has
/// gone.
/// </summary>
internal sealed class TaskFeeds(
    IMediator mediator,
    TimedLogReader log,
    IEarlierRuns earlier,
    ITaskAnnouncements announcements,
    ITaskFanOut fanOut,
    ReplayTurns turns,
    HubsMetrics metrics,
    TimeProvider time,
    ILogger<TaskFeed> logger) : ITaskPins, IHostedService
{
    private readonly ConcurrentDictionary<string, TaskFeed> _feeds = new(StringComparer.Ordinal);
    private readonly FeedSources _sources = new(log, earlier, announcements, fanOut, turns, time, logger);
    private readonly Lock _adding = new();
    private bool _isStopping;

    public int Count => _feeds.Count;

    /// <summary>Those that are there now.</summary>
    public IEnumerable<TaskFeed> Running => _feeds.Select(named => named.Value);

    /// <summary>
    /// Whether somebody here watches the task, and it is one that this sees: then nobody has to ask the log. False says nothing.
    /// </summary>
    public bool HasFor(string taskId, Func<TaskState, bool> sees) =>
        _feeds.TryGetValue(taskId, out var feed) && feed.State is { } task && sees(task);

    /// <summary>Subscribes, and returns the head at which it was accepted.</summary>
    /// <param name="taskId">To what.</param>
    /// <param name="connectionId">Who.</param>
    /// <param name="includeHistory">Whether it is told how the task stands.</param>
    /// <param name="after">From where on.</param>
    /// <param name="isOpen">Whether it was told <c>connected</c>.</param>
    /// <param name="sees">For whom the task must be there; null: whosever it is.</param>
    /// <exception cref="RequestRefusedException"><c>task_not_found</c></exception>
    /// <exception cref="LogUnavailableException" />
    public async Task<SubscribeReply> SubscribeAsync(
        string taskId,
        string connectionId,
        bool includeHistory,
        AfterPosition? after,
        bool isOpen = false,
        Func<TaskState, bool>? sees = null)
    {
        while (true)
        {
            var subscription = new Subscription(connectionId, includeHistory, after) { IsOpen = isOpen, Sees = sees };
            Post(taskId, new FeedItem.Join(subscription));
            try
            {
                return await subscription.Reply.Task;
            }
            catch (FeedEndedException)
            {
                // The feed ended with the join in its queue; the next one takes it.
            }
        }
    }

    public void Unsubscribe(string taskId, string connectionId)
    {
        if (_feeds.TryGetValue(taskId, out var feed))
            feed.Post(new FeedItem.Leave(connectionId));
    }

    /// <summary>Sends <c>current_status</c> in its place between the events; null when the connection does not watch the task.</summary>
    public async Task<TaskSnapshot?> AskStatusAsync(string taskId, string connectionId)
    {
        if (!_feeds.TryGetValue(taskId, out var feed))
            return null;
        var ask = new FeedItem.AskStatus(
            connectionId, new TaskCompletionSource<TaskSnapshot?>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            return feed.Post(ask) ? await ask.Reply.Task : null;
        }
        catch (FeedEndedException)
        {
            return null;
        }
    }

    public async Task<IDisposable> PinAsync(string taskId)
    {
        while (true)
        {
            var pin = new FeedItem.Pin(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var feed = Post(taskId, pin);
            try
            {
                await pin.Reply.Task;
                return new FeedPin(feed);
            }
            catch (FeedEndedException)
            {
                // As for a join.
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The feeds end with the host: nothing is published into services that are gone.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Whoever is about to add a feed has done so, or finds that it is too late: no feed is left out.
        lock (_adding)
            _isStopping = true;
        TaskFeed[] feeds = [.. Running];
        foreach (var feed in feeds)
            feed.Post(new FeedItem.Stop());
        try
        {
            await Task.WhenAll(feeds.Select(feed => feed.Ended)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A request that never ended took the host's time. They have been told, and end with the process at the latest.
            logger.FeedsNotAwaited(feeds.Count(feed => !feed.Ended.IsCompleted));
        }
    }

    /// <summary>
    /// Puts an item into the queue of the task's feed, which is made when there is none. Who meets a feed that has ended clears it away.
    /// </summary>
    private TaskFeed Post(string taskId, FeedItem item)
    {
        while (true)
        {
            var feed = FeedOf(taskId);
            if (feed.Post(item))
                return feed;
            _feeds.TryRemove(KeyValuePair.Create(taskId, feed));
        }
    }

    private TaskFeed FeedOf(string taskId)
    {
        if (_feeds.TryGetValue(taskId, out var feed))
            return feed;
        lock (_adding)
        {
            if (_feeds.TryGetValue(taskId, out feed))
                return feed;
            if (_isStopping)
                throw new LogUnavailableException("The server is stopping.");
            var members = new FeedMembers(taskId, mediator, fanOut, metrics, logger);
            _feeds[taskId] = feed = new TaskFeed(
                taskId, members, new FeedReader(taskId, _sources), earlier, time, metrics, logger);
        }

        // The queue runs on the pool, not on whoever happened to need the feed first.
        _ = Task.Run(() => RunAsync(feed));
        return feed;
    }

    private async Task RunAsync(TaskFeed feed)
    {
        // The feed outlives the request that needed it first, and is no part of that one's trace.
        Activity.Current = null;
        await feed.RunAsync();
        _feeds.TryRemove(KeyValuePair.Create(feed.TaskId, feed));
    }

    private sealed class FeedPin(TaskFeed feed) : IDisposable
    {
        public void Dispose() => feed.Post(new FeedItem.Unpin());
    }
}
