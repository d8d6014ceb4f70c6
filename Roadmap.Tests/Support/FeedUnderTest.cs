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

    private readonly TaskFeed _feed;
    private readonly Task _running;

    public FeedUnderTest()
    {
        var metrics = new HubsMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        var sources = new FeedSources(Log, Log, Watchers, TimeProvider.System, NullLogger<TaskFeed>.Instance);
        var members = new FeedMembers(TaskId, Watchers, Watchers, new ConnectionSubscriptions(), metrics);
        _feed = new TaskFeed(TaskId, members, new FeedReader(TaskId, sources), TimeProvider.System, metrics);
        _running = _feed.RunAsync();
    }

    public ScriptedLog Log { get; } = new(TaskId);

    public Watchers Watchers { get; } = new();

    public async Task<SubscribeReply> SubscribeAsync(string watcher, AfterPosition? after = null)
    {
        var subscription = new Subscription(watcher, includeHistory: true, after);
        _feed.Post(new FeedItem.Join(subscription)).ShouldBeTrue();
        return await subscription.Reply.Task;
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
        await _running;
    }
}
