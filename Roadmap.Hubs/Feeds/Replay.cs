using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// Brings a subscriber who is far behind up to the feed: reads the log page by page, and hands the pages to the feed's queue, which sends
/// them, so that they stand in their order with everything else that the connection gets. The next page is read when the client has taken
/// the one before: what waits for it is never more than the bytes of one page in its outbox.
/// </summary>
internal sealed class Replay(string taskId, Subscription subscription, TaskFeed feed, FeedSources sources)
{
    private const int PageEvents = 200;

    /// <summary>A quarter of an outbox: a page never fills it.</summary>
    private const int LargestPage = 256 * 1024;

    private const int SmallestPage = 16 * 1024;

    /// <summary>
    /// Who takes a page in less time gets larger ones, and who takes longer smaller ones: a turn is to be over soon, whoever has it.
    /// </summary>
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(4);

    private int _pageBytes = LargestPage / 4;

    public async Task RunAsync()
    {
        try
        {
            // Who takes too little is cut by its outbox; who takes enough may take long.
            while (await TakeTurnAsync())
            {
            }
        }
        catch (LogUnavailableException e)
        {
            feed.Post(new FeedItem.ReplayFailed(subscription, e));
        }
        catch (Exception e)
        {
            sources.Logger.FeedReadFailed(e, taskId);
            feed.Post(new FeedItem.ReplayFailed(subscription, new LogUnavailableException("The log could not be read.", e)));
        }
    }

    /// <summary>Reads and sends one page; false when the subscriber needs no more.</summary>
    private async Task<bool> TakeTurnAsync()
    {
        // A read ends with the event that reaches its bytes.
        using var turn = await sources.Turns.TakeAsync(subscription.ConnectionId, _pageBytes + ContractLimits.EventBytes);
        if (subscription.IsOver || !await SendPageAsync(turn))
            return false;

        var sent = sources.Time.GetTimestamp();
        await sources.FanOut.WaitUntilDrainedAsync(subscription.ConnectionId, CancellationToken.None);
        var taken = sources.Time.GetElapsedTime(sent);
        if (taken < s_quick)
            _pageBytes = Math.Min(2 * _pageBytes, LargestPage);
        else if (taken > s_slow)
            _pageBytes = Math.Max(_pageBytes / 2, SmallestPage);
        return true;
    }

    /// <summary>Apart from the wait for the client: what was read is not held on to meanwhile.</summary>
    private async Task<bool> SendPageAsync(ReplayTurns.Turn turn)
    {
        var view = await sources.Log.ReadAsync(taskId, subscription.Seq!.Value, PageEvents, _pageBytes, CancellationToken.None);
        turn.Keep(view?.Events.Bytes ?? 0);
        var wantsMore = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return feed.Post(new FeedItem.ReplayPage(subscription, view, wantsMore)) && await wantsMore.Task;
    }
}
