using Roadmap.Hubs.Log;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// Brings a subscriber who is far behind up to the feed: reads the log page by page, waits for the client to take each, and hands the pages to the
/// feed's queue, which sends them, so that they stand in their order with everything else that the connection gets.
/// </summary>
internal sealed class Replay(string taskId, Subscription subscription, TaskFeed feed, FeedSources sources)
{
    private const int PageEvents = 200;

    /// <summary>A quarter of an outbox: a page never fills it.</summary>
    private const int PageBytes = 256 * 1024;

    public async Task RunAsync()
    {
        try
        {
            // Who takes too little is cut by its outbox; who takes enough may take long.
            while (await ReadOnAsync())
            {
            }
        }
        catch (LogUnavailableException e)
        {
            feed.Post(new FeedItem.ReplayFailed(subscription, e));
        }
        catch (Exception e)
        {
            HubsLog.FeedReadFailed(sources.Logger, e, taskId);
            feed.Post(new FeedItem.ReplayFailed(subscription, new LogUnavailableException("The log could not be read.", e)));
        }
    }

    /// <summary>Reads and sends one page; false when the subscriber needs no more.</summary>
    private async Task<bool> ReadOnAsync()
    {
        var view = await sources.Log.ReadAsync(taskId, subscription.Seq!.Value, PageEvents, PageBytes, CancellationToken.None);
        var wantsMore = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!feed.Post(new FeedItem.ReplayPage(subscription, view, wantsMore)) || !await wantsMore.Task)
            return false;
        await sources.FanOut.WaitUntilDrainedAsync(subscription.ConnectionId, CancellationToken.None);
        return true;
    }
}
