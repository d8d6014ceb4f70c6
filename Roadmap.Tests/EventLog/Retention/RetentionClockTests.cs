using Roadmap.Api.EventLog.Retention;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Retention;

public sealed class RetentionClockTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 31, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTime _time = new();
    private readonly LoggedErrors _logged = new();
    private readonly RetentionClock _clock;
    private DateTimeOffset _wall = s_start;

    public RetentionClockTests() => _clock = new RetentionClock(_time, _logged.CreateLogger("test"));

    public void Dispose() => _logged.Dispose();

    [Fact]
    public void A_clock_that_runs_as_time_does_is_followed()
    {
        Read().ShouldBe(s_start);
        Pass(TimeSpan.FromDays(40));

        Read().ShouldBe(s_start + TimeSpan.FromDays(40));
        _logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_clock_that_jumps_ahead_is_followed_slowly_and_told_once()
    {
        Read();
        _wall += TimeSpan.FromDays(40);
        Pass(TimeSpan.FromMinutes(1));
        Read().ShouldBe(s_start + TimeSpan.FromMinutes(2));
        Pass(TimeSpan.FromMinutes(1));
        Read().ShouldBe(s_start + TimeSpan.FromMinutes(4));

        _logged.Lines.ShouldHaveSingleItem().ShouldContain("clock_jumped");
        _wall -= TimeSpan.FromDays(40);
        Read().ShouldBe(s_start + TimeSpan.FromMinutes(2), "it was set right");
    }

    [Fact]
    public void A_clock_that_is_set_back_is_followed_at_once()
    {
        Read();
        _wall -= TimeSpan.FromDays(1);

        Read().ShouldBe(s_start - TimeSpan.FromDays(1));
    }

    [Fact]
    public void What_passes_while_the_wall_is_read_is_not_lost()
    {
        Read();
        var asked = _time.GetTimestamp();
        Pass(TimeSpan.FromDays(1));
        _clock.Read(asked, _wall).ShouldBe(s_start, "no time had passed when it was asked");

        Read().ShouldBe(s_start + TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(5_000, 100)]
    [InlineData(1_000_000, 20_000)]
    public void A_sweep_has_its_share(long tasks, long share) => RetentionShare.Of(tasks).ShouldBe(share);

    private DateTimeOffset Read() => _clock.Read(_time.GetTimestamp(), _wall);

    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        _wall += time;
    }
}
