using Microsoft.Extensions.Logging;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>What the reader of one feed, and its replays, work with.</summary>
internal sealed record FeedSources(
    TimedLogReader Log, IEarlierRuns Earlier, ITaskAnnouncements Announcements, ITaskFanOut FanOut, ReplayTurns Turns, TimeProvider Time,
    ILogger<TaskFeed> Logger);

/// <summary>
/// Reads the log for one feed, outside its queue; what it finds comes back into the queue. Every read does, in the time that it has.
/// </summary>
internal sealed class FeedReader(string taskId, FeedSources sources) : IAsyncDisposable
{
    /// <summary>As much as the ring of the feed holds: a thousand feeds may read at once.</summary>
    private const int ReadBytes = EventRing.MaxBytes;

    private static readonly TimeSpan s_retryAfter = TimeSpan.FromMilliseconds(500);

    private readonly Lock _changing = new();
    private IAsyncDisposable? _announcements;
    private bool _isDisposed;

    /// <summary>Starts one read; the result is posted as <see cref="FeedItem.ReadDone"/> or <see cref="FeedItem.ReadFailed"/>.</summary>
    public void Start(long afterSeq, int limit, FeedMailbox mailbox) => _ = ReadAsync(afterSeq, limit, mailbox);

    /// <summary>Posts a <see cref="FeedItem.ReadAgain"/> in a while.</summary>
    public void AskAgainLater(FeedMailbox mailbox) => _ = AskAgainAsync(mailbox);

    /// <summary>Starts to read for a subscriber who is far behind.</summary>
    public void StartReplay(Subscription subscription, TaskFeed feed) => _ = new Replay(taskId, subscription, feed, sources).RunAsync();

    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable? announcements;
        lock (_changing)
        {
            _isDisposed = true;
            announcements = _announcements;
        }

        if (announcements is not null)
            await LeaveAsync(announcements);
    }

    private async Task ReadAsync(long afterSeq, int limit, FeedMailbox mailbox)
    {
        try
        {
            // The announcements come first, so that nothing falls between them and what is read.
            if (_announcements is null)
                await SubscribeAsync(mailbox);
            var view = await sources.Log.ReadAsync(taskId, afterSeq, limit, ReadBytes, CancellationToken.None);
            // Those who are here already do not wait for what only a snapshot needs.
            if (view is not null && limit == 0)
                await sources.Earlier.LoadAsync(view.Head);
            mailbox.Post(new FeedItem.ReadDone(view));
        }
        catch (LogUnavailableException e)
        {
            mailbox.Post(new FeedItem.ReadFailed(e));
        }
        catch (Exception e)
        {
            sources.Logger.FeedReadFailed(e, taskId);
            mailbox.Post(new FeedItem.ReadFailed(new LogUnavailableException("The log could not be read.", e)));
        }
    }

    private async Task SubscribeAsync(FeedMailbox mailbox)
    {
        using var given = new CancellationTokenSource();
        var subscribing = sources.Announcements.SubscribeAsync(taskId, mailbox.Announce, given.Token);
        try
        {
            var subscribed = await sources.Log.InTimeAsync(subscribing, CancellationToken.None);
            if (!TryKeep(subscribed))
                await LeaveAsync(subscribed);
        }
        catch (LogUnavailableException)
        {
            await given.CancelAsync();
            _ = LeaveLateAsync(subscribing);
            throw;
        }
    }

    /// <summary>False when the feed has ended meanwhile.</summary>
    private bool TryKeep(IAsyncDisposable subscribed)
    {
        lock (_changing)
        {
            if (_isDisposed)
                return false;
            _announcements = subscribed;
            return true;
        }
    }

    private async Task LeaveLateAsync(Task<IAsyncDisposable> subscribing)
    {
        await ((Task)subscribing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (subscribing.IsCompletedSuccessfully)
            await LeaveAsync(await subscribing);
    }

    private async Task LeaveAsync(IAsyncDisposable subscribed)
    {
        try
        {
            await subscribed.DisposeAsync();
        }
#pragma warning disable CA1031 // Whoever has left hears nothing more, whatever became of the subscription.
        catch (Exception e)
#pragma warning restore CA1031
        {
            sources.Logger.FeedReadFailed(e, taskId);
        }
    }

    private async Task AskAgainAsync(FeedMailbox mailbox)
    {
        await Task.Delay(s_retryAfter, sources.Time, CancellationToken.None);
        mailbox.Post(new FeedItem.ReadAgain());
    }
}
