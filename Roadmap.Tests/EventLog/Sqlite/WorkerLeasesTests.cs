using Roadmap.Api.EventLog.Sqlite.Leases;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Sqlite;

public sealed class WorkerLeasesTests : IDisposable
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(10);

    private readonly PausedTime _time = new();
    private readonly LoggedErrors _logged = new();

    public void Dispose() => _logged.Dispose();

    [Fact]
    public void A_lease_that_passed_while_the_server_stood_still_runs_anew()
    {
        using var leases = new WorkerLeases(_time, _logged.CreateLogger("test"));
        leases.Begin("t-1", s_lease);

        _time.StandStill(TimeSpan.FromSeconds(30));

        leases.FindExpired(10).ShouldBeEmpty();
        leases.IsExpired("t-1").ShouldBeFalse();
        _time.Clock.Advance(TimeSpan.FromSeconds(8));
        leases.IsExpired("t-1").ShouldBeFalse("the worker could report for eight seconds only");
        _logged.Lines.ShouldHaveSingleItem().ShouldContain("leases_after_pause");
        _time.Clock.Advance(TimeSpan.FromSeconds(4));
        leases.FindExpired(10).ShouldBe(["t-1"]);
    }

    [Fact]
    public void A_lease_that_nobody_renews_passes()
    {
        using var leases = new WorkerLeases(_time, _logged.CreateLogger("test"));
        leases.Begin("t-1", s_lease);

        _time.Clock.Advance(s_lease);

        leases.FindExpired(10).ShouldBe(["t-1"]);
    }

    /// <summary>A clock whose time may pass without any timer having run, as for a process that was stopped.</summary>
    private sealed class PausedTime : TimeProvider
    {
        private TimeSpan _stood;

        public FakeTime Clock { get; } = new();

        public override long TimestampFrequency => Clock.TimestampFrequency;

        public void StandStill(TimeSpan time) => _stood += time;

        public override DateTimeOffset GetUtcNow() => Clock.GetUtcNow() + _stood;

        public override long GetTimestamp() => GetUtcNow().Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Clock.CreateTimer(callback, state, dueTime, period);
    }
}
