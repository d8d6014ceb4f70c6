namespace Roadmap.Tests.Support;

public sealed class FakeTimeTests
{
    private static readonly TimeSpan s_two = TimeSpan.FromSeconds(2);

    [Fact]
    public void Who_begins_to_wait_while_the_clock_is_on_its_way_is_seen_to_wait()
    {
        var time = new FakeTime();
        using var first = time.CreateTimer(_ => time.CreateTimer(_ => { }, null, s_two, Timeout.InfiniteTimeSpan), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        time.Advance(s_two);

        time.IsWaitedFor(s_two).ShouldBeTrue("made at the first second, it is due one second from now");
    }

    [Fact]
    public void Nobody_waits_any_more_once_the_time_is_over()
    {
        var time = new FakeTime();
        using var timer = time.CreateTimer(_ => { }, null, s_two, Timeout.InfiniteTimeSpan);
        time.IsWaitedFor(s_two).ShouldBeTrue();

        time.Advance(s_two);

        time.IsWaitedFor(s_two).ShouldBeFalse();
    }
}
