using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;

namespace Roadmap.Tests.Support;

/// <summary>
/// The feeds of an instance, of which one task is used, between a scripted log and recorded watchers. Their time passes while a test waits.
/// </summary>
internal sealed class FeedUnderTest : IAsyncDisposable
{
    public const string TaskId = "t1";

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(20);

    private readonly QuietFeeds _quiet;

    public FeedUnderTest(LimitsOptions? limits = null, ILogger<TaskFeed>? logger = null)
    {
        var metrics = new HubsMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        var reader = new TimedLogReader(Log, Time);
        Turns = new ReplayTurns(Options.Create(limits ?? new LimitsOptions()), metrics);
        Feeds = new TaskFeeds(
            Watchers, reader, new NoEarlierRuns(), Log, Watchers, Turns, metrics, Time, logger ?? NullLogger<TaskFeed>.Instance);
        _quiet = new QuietFeeds(Feeds, reader, Time, NullLogger<QuietFeeds>.Instance);
        _ = _quiet.StartAsync(CancellationToken.None);
    }

    public FakeTime Time { get; } = new();

    public ScriptedLog Log { get; } = new(TaskId);

    public Watchers Watchers { get; } = new();

    public TaskFeeds Feeds { get; }

    public ReplayTurns Turns { get; }

    /// <summary>The feed of the task, which somebody must watch.</summary>
    public TaskFeed Feed => Feeds.Running.Single();

    public Task<SubscribeReply> SubscribeAsync(string watcher, AfterPosition? after = null, Func<TaskState, bool>? sees = null) =>
        Feeds.SubscribeAsync(TaskId, Watchers.Connect(watcher, after), includeHistory: true, after, sees: sees);

    public void Leave(string watcher) => Feeds.Unsubscribe(TaskId, Watchers.ConnectionOf(watcher));

    public Task<TaskSnapshot?> AskStatusAsync(string watcher) => Feeds.AskStatusAsync(TaskId, Watchers.ConnectionOf(watcher));

    /// <summary>What the regular check of quiet feeds does.</summary>
    public void Check()
    {
        foreach (var feed in Feeds.Running)
            feed.Post(new FeedItem.HeadSeen(Log.Head));
    }

    /// <summary>What that check does to a feed that nobody has watched for a while.</summary>
    public void EndIfUnwatched()
    {
        foreach (var feed in Feeds.Running)
            feed.Post(new FeedItem.EndIfUnwatched());
    }

    /// <summary>Waits until somebody is answered, in whatever way; when that takes long, time passes.</summary>
    public async Task<T> InTimeAsync<T>(Task<T> answer)
    {
        await Task.WhenAny(answer, Task.Delay(s_soon, TimeProvider.System));
        await UntilAsync("an answer comes", () => answer.IsCompleted);
        return await answer.InTime();
    }

    /// <summary>Lets time pass until something holds.</summary>
    public Task UntilAsync(string reason, Func<bool> condition) => Wait.Eventually(
        reason,
        () =>
        {
            if (condition())
                return true;
            Time.Advance(s_step);
            return false;
        },
        () => $"Head {Log.Head}; {Watchers}; {ObjectState.Describe(Feeds)}");

    /// <summary>Waits until each of these has seen all that the log has. Who was cut comes back, as clients do.</summary>
    public async Task UntilAtHeadAsync(params IEnumerable<string> watchers)
    {
        var present = watchers.ToList();
        var back = new Dictionary<string, Task>();
        await UntilAsync("everyone is where the log is", () =>
        {
            foreach (var watcher in present.Where(
                id => Watchers.Of(id).IsAway && !(back.TryGetValue(id, out var coming) && !coming.IsCompleted)))
                back[watcher] = ComeBackAsync(watcher);
            return present.TrueForAll(id => !Watchers.Of(id).IsAway && Watchers.Of(id).Position == Log.Head);
        });
    }

    public async ValueTask DisposeAsync()
    {
        using (_quiet)
            await _quiet.StopAsync(CancellationToken.None).InTime();
        await Feeds.StopAsync(CancellationToken.None).InTime();
    }

    private async Task ComeBackAsync(string watcher)
    {
        try
        {
            var position = Watchers.Of(watcher).Position;
            await SubscribeAsync(watcher, position is null ? null : new AfterPosition { Epoch = position.Epoch, Seq = position.Seq });
        }
        catch (Exception e) when (e is LogUnavailableException or RequestRefusedException)
        {
            Watchers.Of(watcher).IsAway = true;
        }
    }
}
