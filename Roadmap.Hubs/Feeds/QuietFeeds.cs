using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// Checks the feeds that hear nothing against the log, so that a lost announcement is made good without a new event, and ends those that
/// nobody watches any more. Each has its turn once a second, a part of them at a time: a thousand in one go would hold up whoever reads
/// meanwhile.
/// </summary>
internal sealed class QuietFeeds(TaskFeeds feeds, TimedLogReader log, TimeProvider time, ILogger<QuietFeeds> logger) : BackgroundService
{
    /// <summary>How often the turn of a part may begin.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private const int MostParts = 10;

    /// <summary>To ask the log for a few costs nearly as much as to ask for so many.</summary>
    private const int SmallestPart = 50;

    private static readonly TimeSpan s_quietAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_endAfter = TimeSpan.FromSeconds(15);

    private readonly Outage _outage = new();
    private int _tick = -1;
    private int _parts;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.EveryAsync(Tick, time, logger, CheckPartAsync, stoppingToken);

    private async Task CheckPartAsync(CancellationToken cancellationToken)
    {
        _tick = (_tick + 1) % MostParts;
        if (_tick == 0)
            _parts = Math.Clamp(feeds.Count / SmallestPart, 1, MostParts);
        // Each part has one tick of the ten, evenly spread.
        var (part, rest) = Math.DivRem(_tick * _parts, MostParts);
        if (rest >= _parts)
            return;

        var quiet = new Dictionary<string, TaskFeed>(StringComparer.Ordinal);
        foreach (var feed in feeds.Running)
        {
            if (PartOf(feed) != part)
                continue;
            var still = time.GetElapsedTime(feed.LastMoved);
            if (feed.WatchedAt is null && still > s_endAfter)
                feed.Post(new FeedItem.EndIfUnwatched());
            else if (feed.WatchedAt is not null && still > s_quietAfter)
                quiet[feed.TaskId] = feed;
        }

        if (quiet.Count > 0)
            await CompareAsync(quiet, cancellationToken);
    }

    private async Task CompareAsync(Dictionary<string, TaskFeed> quiet, CancellationToken cancellationToken)
    {
        try
        {
            var heads = await log.ReadHeadsAsync(quiet.Keys, cancellationToken);
            foreach (var (taskId, feed) in quiet)
            {
                var head = heads.GetValueOrDefault(taskId);
                if (head != feed.WatchedAt)
                    feed.Post(new FeedItem.HeadSeen(head));
            }

            if (_outage.Ends())
                logger.FeedCheckBack();
        }
        catch (LogUnavailableException e)
        {
            if (_outage.Begins())
                logger.FeedCheckFailed(e.Message);
        }
    }

    private int PartOf(TaskFeed feed) => (StringComparer.Ordinal.GetHashCode(feed.TaskId) & int.MaxValue) % _parts;
}
