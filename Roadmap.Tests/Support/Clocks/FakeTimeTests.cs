namespace Roadmap.Tests.Support;

public sealed class FakeTimeTests
{
    private static readonly TimeSpan s_two = TimeSpan.FromSeconds(2);

    [Fact]
    public void Who_begins_to_wait_while_the_clock_is_on_its_way_is_seen_to_wait()
    {
        var time = new FakeTime();
        using var first = time.CreateTimer(_ => time.CreateTimer(_ => { }, null, s_two, Timeout.InfiniteTimeSpan), null,
            TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

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

    [Fact]
    public void Each_timer_runs_at_its_own_time()
    {
        var time = new FakeTime();
        var start = time.GetTimestamp();
        var ran = new List<string>();
        using var ticks = time.CreateTimer(_ => Note("tick"), null, s_two, s_two);
        using var once = time.CreateTimer(_ => Note("once"), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(5));

        ran.ShouldBe(["tick at 2", "once at 3", "tick at 4"]);
        time.GetElapsedTime(start).ShouldBe(TimeSpan.FromSeconds(5));

        void Note(string what) => ran.Add($"{what} at {time.GetElapsedTime(start).TotalSeconds}");
    }

    [Fact]
    public void Who_has_let_go_is_not_waited_for()
    {
        var time = new FakeTime();
        var timer = time.CreateTimer(_ => { }, null, s_two, s_two);
        time.HasPulse(s_two).ShouldBeTrue();

        timer.Change(Timeout.InfiniteTimeSpan, s_two);
        time.HasPulse(s_two).ShouldBeFalse();
        timer.Change(s_two, s_two);
        time.HasPulse(s_two).ShouldBeTrue();
        timer.Dispose();
        time.HasPulse(s_two).ShouldBeFalse();
    }
}
