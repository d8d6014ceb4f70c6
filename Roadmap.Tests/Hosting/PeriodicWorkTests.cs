using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

/// <summary>What every service that works now and then stands on.</summary>
public sealed class PeriodicWorkTests
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Work_that_throws_is_done_again_and_told_less_and_less_often()
    {
        var time = new FakeTime();
        using var logged = new LoggedErrors();
        using var stop = new CancellationTokenSource();
        var turns = 0;
        var working = PeriodicWork.NowAndEveryAsync(s_period, time, logged.CreateLogger("test"), Work, stop.Token);

        await Wait.Eventually("ten turns were taken", () =>
        {
            if (Volatile.Read(ref turns) < 10)
                time.Advance(s_period);
            return Volatile.Read(ref turns) >= 10;
        });
        await stop.CancelAsync();
        await working.WaitAsync(Wait.Patience);

        logged.Lines.Count(line => line.Contains(" periodic_work_failed: ", StringComparison.Ordinal)).ShouldBeInRange(3, 5);

        Task Work(CancellationToken cancellationToken) => Interlocked.Increment(ref turns) % 2 == 0
            ? throw new InvalidOperationException("at once")
            : Task.FromException(new OperationCanceledException("though nobody has cancelled it"));
    }
}
