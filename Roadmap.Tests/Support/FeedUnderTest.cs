using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Contracts;
using Roadmap.Hubs;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Tests.Support;

/// <summary>One feed between a scripted log and recorded watchers.</summary>
internal sealed class FeedUnderTest : IAsyncDisposable
{
    private const string TaskId = "t1";

    private readonly HubsMetrics _metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
    private TaskFeed _feed;

    public FeedUnderTest() => _feed = StartFeed();

    public ScriptedLog Log { get; } = new(TaskId);

    public Watchers Watchers { get; } = new();

    public async Task<SubscribeReply> SubscribeAsync(string watcher, AfterPosition? after = null)
    {
        Watchers.Of(watcher).Asked = after;
        Watchers.Of(watcher).IsCut = false;
        while (true)
        {
            var subscription = new Subscription(watcher, includeHistory: true, after);
            if (_feed.Post(new FeedItem.Join(subscription)))
            {
                try
                {
                    return await subscription.Reply.Task.InTime(() => ObjectState.Describe(_feed));
                }
                catch (FeedEndedException)
                {
                    // It ended with the join in its queue.
                }
            }

            // It ended when the log was away and nobody watched; who comes then takes a new one.
            _feed = StartFeed();
        }
    }

    public void Leave(string watcher) => _feed.Post(new FeedItem.Leave(watcher));

    /// <summary>What the regular check of quiet feeds does.</summary>
    public void Check() => _feed.Post(new FeedItem.HeadSeen(Log.Head));

    /// <summary>Waits until each of these has seen all that the log has.</summary>
    public Task UntilAtHeadAsync(params IEnumerable<string> watchers) => Wait.Eventually(
        "everyone is where the log is",
        () => watchers.All(id => Watchers.Of(id).Position == Log.Head),
        () => $"Head {Log.Head}; {string.Join("; ", watchers.Select(id => $"{id} at {Watchers.Of(id).Position}"))}");

    public async ValueTask DisposeAsync()
    {
        _feed.Post(new FeedItem.Stop());
        await _feed.Running.InTime();
    }

    private TaskFeed StartFeed()
    {
        var sources = new FeedSources(Log, Log, Watchers, TimeProvider.System, NullLogger<TaskFeed>.Instance);
        var members = new FeedMembers(TaskId, Watchers, Watchers, new ConnectionSubscriptions(), _metrics, NullLogger.Instance);
        var feed = new TaskFeed(TaskId, members, new FeedReader(TaskId, sources), TimeProvider.System, _metrics);
        feed.Running = feed.RunAsync();
        return feed;
    }
}
