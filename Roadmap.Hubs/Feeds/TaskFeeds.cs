using System.Collections.Concurrent;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Log;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// The feeds of this instance: one for each task that somebody here watches, made when the first comes and ended a while after the last has gone.
/// Also checks the quiet ones against the log, so that a lost announcement is made good without a new event.
/// </summary>
internal sealed class TaskFeeds(
    IMediator mediator, ITaskLogReader log, ITaskAnnouncements announcements, ITaskFanOut fanOut, ConnectionSubscriptions connections,
    HubsMetrics metrics, TimeProvider time, ILogger<TaskFeed> logger) : BackgroundService
{
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_quietAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_endAfter = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, TaskFeed> _feeds = new(StringComparer.Ordinal);
    private readonly FeedSources _sources = new(log, announcements, fanOut, time, logger);
    private volatile bool _isStopping;

    /// <summary>Subscribes, and returns the head at which it was accepted.</summary>
    /// <exception cref="RequestRefusedException"><c>task_not_found</c></exception>
    /// <exception cref="LogUnavailableException" />
    public async Task<SubscribeReply> SubscribeAsync(string taskId, string connectionId, bool includeHistory, AfterPosition? after, bool isOpen = false)
    {
        while (true)
        {
            var subscription = new Subscription(connectionId, includeHistory, after) { IsOpen = isOpen };
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
        var ask = new FeedItem.AskStatus(connectionId, new TaskCompletionSource<TaskSnapshot?>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            return feed.Post(ask) ? await ask.Reply.Task : null;
        }
        catch (FeedEndedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Keeps the task's feed going, so that <see cref="Push.TaskEventsArrived"/> is published for what is appended from now on, until the pin is disposed of.
    /// </summary>
    /// <inheritdoc cref="SubscribeAsync" path="/exception"/>
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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.EveryAsync(s_sweepEvery, time, SweepAsync, stoppingToken);

    /// <summary>The feeds end with the host: nothing is published into services that are gone.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _isStopping = true;
        var feeds = _feeds.Values;
        foreach (var feed in feeds)
            feed.Post(new FeedItem.Stop());
        await Task.WhenAll(feeds.Select(feed => feed.Running)).WaitAsync(cancellationToken);
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var quiet = new Dictionary<string, TaskFeed>(StringComparer.Ordinal);
        foreach (var (taskId, feed) in _feeds)
        {
            var still = time.GetElapsedTime(feed.LastMoved);
            if (feed.WatchedAt is null && still > s_endAfter)
                feed.Post(new FeedItem.EndIfUnwatched());
            else if (feed.WatchedAt is not null && still > s_quietAfter)
                quiet[taskId] = feed;
        }

        if (quiet.Count == 0)
            return;
        try
        {
            var heads = await log.ReadHeadsAsync(quiet.Keys, cancellationToken);
            foreach (var (taskId, feed) in quiet)
            {
                var head = heads.GetValueOrDefault(taskId);
                if (head != feed.WatchedAt)
                    feed.Post(new FeedItem.HeadSeen(head));
            }
        }
        catch (LogUnavailableException e)
        {
            HubsLog.FeedCheckFailed(logger, e);
        }
    }

    /// <summary>Puts an item into the queue of the task's feed, which is made when there is none. Who meets a feed that has ended clears it away.</summary>
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
        while (true)
        {
            if (_feeds.TryGetValue(taskId, out var feed))
                return feed;
            if (_isStopping)
                throw new LogUnavailableException("The server is stopping.");
            feed = new TaskFeed(taskId, new FeedMembers(taskId, mediator, fanOut, connections, metrics, logger), new FeedReader(taskId, _sources), time, metrics);
            if (!_feeds.TryAdd(taskId, feed))
                continue;
            feed.Running = RunAsync(taskId, feed);
            return feed;
        }
    }

    private async Task RunAsync(string taskId, TaskFeed feed)
    {
        // The queue runs on the pool, not on whoever happened to need the feed first.
        await Task.Yield();
        try
        {
            await feed.RunAsync();
        }
        catch (Exception e)
        {
            HubsLog.FeedBroke(logger, e, taskId);
        }

        _feeds.TryRemove(KeyValuePair.Create(taskId, feed));
    }

    private sealed class FeedPin(TaskFeed feed) : IDisposable
    {
        public void Dispose() => feed.Post(new FeedItem.Unpin());
    }
}
