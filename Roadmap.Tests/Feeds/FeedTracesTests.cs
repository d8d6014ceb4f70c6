using System.Collections.Concurrent;
using System.Diagnostics;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Feeds;

/// <summary>
/// Which reports a feed's spans are parts of. Others of this process may make spans at the same time: each test has traces of its own.
/// </summary>
public sealed class FeedTracesTests : IDisposable
{
    private readonly ConcurrentDictionary<ActivityTraceId, bool> _mine = new();
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public FeedTracesTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HubsTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                _mine.ContainsKey(options.Parent.TraceId) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (_mine.ContainsKey(span.TraceId))
                    _ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task What_is_announced_is_published_as_a_part_of_its_report()
    {
        await using var feed = new FeedUnderTest();
        await feed.SubscribeAsync("ann");

        feed.Log.Append(2, AnnouncementFate.Delivered, Report(out var append));

        await feed.UntilAtHeadAsync("ann");
        var announced = await SpanAsync(feed, "announce", append);
        await SpanAsync(feed, "feed", announced.SpanId);
    }

    [Fact]
    public async Task What_is_found_in_the_log_is_published_as_a_part_of_its_report()
    {
        await using var feed = new FeedUnderTest();
        await feed.SubscribeAsync("ann");

        feed.Log.Append(1, AnnouncementFate.Lost, Report(out var first));
        feed.Log.Append(2, AnnouncementFate.Lost, Report(out var second));
        feed.Check();

        await feed.UntilAtHeadAsync("ann");
        await SpanAsync(feed, "feed", first);
        await SpanAsync(feed, "feed", second);
    }

    [Fact]
    public async Task Nothing_is_a_part_of_the_call_that_the_feed_was_made_for()
    {
        await using var feed = new FeedUnderTest();
        Activity? during = null;
        feed.Watchers.Before = _ =>
        {
            during = Activity.Current;
            return Task.CompletedTask;
        };
        using (new Activity("somebody's call").Start())
            await feed.SubscribeAsync("ann");

        feed.Log.Append(1, AnnouncementFate.Delivered);

        await feed.UntilAtHeadAsync("ann");
        during.ShouldBeNull();
    }

    /// <summary>The context of a report, and its span.</summary>
    private string Report(out ActivitySpanId append)
    {
        var trace = ActivityTraceId.CreateRandom();
        _mine[trace] = true;
        append = ActivitySpanId.CreateRandom();
        return $"00-{trace}-{append}-01";
    }

    private async Task<Activity> SpanAsync(FeedUnderTest feed, string operation, ActivitySpanId parent)
    {
        Activity? Find() => _ended.FirstOrDefault(
            span => span.ParentSpanId == parent && span.OperationName.StartsWith(operation, StringComparison.Ordinal));
        await feed.UntilAsync($"the span {operation} has ended", () => Find() is not null);
        return Find()!;
    }
}
