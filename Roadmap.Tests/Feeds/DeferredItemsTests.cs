using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;

namespace Roadmap.Tests.Feeds;

public sealed class DeferredItemsTests
{
    private readonly DeferredItems _deferred = new();

    [Fact]
    public void What_waits_comes_in_its_order_and_what_the_read_is_for_comes_first()
    {
        var (because, first, second) = (new FeedItem.Leave("because"), new FeedItem.Leave("first"), new FeedItem.Leave("second"));
        _deferred.TryAdd(first).ShouldBeTrue();
        _deferred.BeginRead(because);
        _deferred.TryAdd(second).ShouldBeTrue();

        TakeAll().ShouldBe([(because, true), (first, true), (second, false)]);
    }

    [Fact]
    public void What_came_after_the_read_began_is_not_fresh_also_when_the_read_goes_on()
    {
        var late = new FeedItem.Leave("late");
        _deferred.BeginRead(because: null);
        _deferred.TryAdd(late);
        _deferred.ContinueRead();

        TakeAll().ShouldBe([(late, false)]);
    }

    [Fact]
    public void Announcements_are_bounded_and_nothing_else_is()
    {
        var announced = new FeedItem.Announced(new TaskAnnouncement("t", new StoredEvents(), 1), At: 0);
        _deferred.BeginRead(because: null);
        for (var i = 0; i < DeferredItems.MaxAnnouncements; i++)
            _deferred.TryAdd(announced).ShouldBeTrue();
        _deferred.HasLeftOut.ShouldBeFalse();

        _deferred.TryAdd(announced).ShouldBeFalse();
        _deferred.TryAdd(new FeedItem.Unpin()).ShouldBeTrue();

        _deferred.HasLeftOut.ShouldBeTrue();
        _deferred.TryTake(out _, out _).ShouldBeTrue();
        _deferred.TryAdd(announced).ShouldBeTrue("there is room again");
        _deferred.HasLeftOut.ShouldBeTrue("the log has still to be read once more");
        _deferred.BeginRead(because: null);
        _deferred.HasLeftOut.ShouldBeFalse("the read that has begun knows it");
    }

    [Fact]
    public void Everything_is_taken_at_once_when_no_read_comes_back()
    {
        var announced = new FeedItem.Announced(new TaskAnnouncement("t", new StoredEvents(), 1), At: 0);
        for (var i = 0; i <= DeferredItems.MaxAnnouncements; i++)
            _deferred.TryAdd(announced);

        _deferred.TakeAll().Count.ShouldBe(DeferredItems.MaxAnnouncements);

        (_deferred.HasLeftOut, _deferred.TryTake(out _, out _)).ShouldBe((false, false));
        _deferred.TryAdd(announced).ShouldBeTrue();
    }

    private List<(FeedItem Item, bool IsFresh)> TakeAll()
    {
        var taken = new List<(FeedItem, bool)>();
        while (_deferred.TryTake(out var item, out var isFresh))
            taken.Add((item, isFresh));
        return taken;
    }
}
