using Microsoft.Extensions.Logging;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Log;

namespace Roadmap.Hubs.Feeds;

/// <summary>What the reader of one feed, and its replays, work with.</summary>
internal sealed record FeedSources(ITaskLogReader Log, ITaskAnnouncements Announcements, ITaskFanOut FanOut, TimeProvider Time, ILogger<TaskFeed> Logger);

/// <summary>Reads the log for one feed, outside its queue; what it finds comes back into the queue.</summary>
internal sealed class FeedReader(string taskId, FeedSources sources) : IAsyncDisposable
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromMilliseconds(500);

    private IAsyncDisposable? _announcements;

    /// <summary>Starts one read; the result is posted as <see cref="FeedItem.ReadDone"/> or <see cref="FeedItem.ReadFailed"/>.</summary>
    public void Start(long afterSeq, int limit, FeedMailbox mailbox) => _ = ReadAsync(afterSeq, limit, mailbox);

    /// <summary>Posts a <see cref="FeedItem.ReadAgain"/> in a while.</summary>
    public void AskAgainLater(FeedMailbox mailbox) => _ = AskAgainAsync(mailbox);

    /// <summary>Starts to read for a subscriber who is far behind.</summary>
    public void StartReplay(Subscription subscription, TaskFeed feed) => _ = new Replay(taskId, subscription, feed, sources).RunAsync();

    public async ValueTask DisposeAsync()
    {
        if (_announcements is not null)
            await _announcements.DisposeAsync();
    }

    private async Task ReadAsync(long afterSeq, int limit, FeedMailbox mailbox)
    {
        try
        {
            // The announcements come first, so that nothing falls between them and what is read.
            _announcements ??= await sources.Announcements.SubscribeAsync(taskId, mailbox.Announce, CancellationToken.None);
            mailbox.Post(new FeedItem.ReadDone(await sources.Log.ReadAsync(taskId, afterSeq, limit, CancellationToken.None)));
        }
        catch (LogUnavailableException e)
        {
            mailbox.Post(new FeedItem.ReadFailed(e));
        }
        catch (Exception e)
        {
            HubsLog.FeedReadFailed(sources.Logger, e, taskId);
            mailbox.Post(new FeedItem.ReadFailed(new LogUnavailableException("The log could not be read.", e)));
        }
    }

    private async Task AskAgainAsync(FeedMailbox mailbox)
    {
        await Task.Delay(s_retryAfter, sources.Time, CancellationToken.None);
        mailbox.Post(new FeedItem.ReadAgain());
    }
}
