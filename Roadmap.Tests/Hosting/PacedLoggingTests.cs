using Microsoft.Extensions.Logging;
using Roadmap.Api.Hosting;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

/// <summary>Whatever can be repeated from outside, or in an outage, has so many lines and no more.</summary>
public sealed class PacedLoggingTests : IDisposable
{
    private static readonly EventId s_flood = new(1, "flood");
    private static readonly EventId s_other = new(2, "other");

    private readonly FakeTime _time = new();
    private readonly LoggedErrors _logged = new();
    private readonly LoggerFactory _inner;
    private readonly PacedLogging _loggers;

    public PacedLoggingTests()
    {
        _inner = new LoggerFactory([_logged]);
        _loggers = new PacedLogging(_inner, _time);
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _inner.Dispose();
        _logged.Dispose();
    }

    [Fact]
    public void An_event_has_so_many_lines_in_a_while_and_how_many_were_left_out_is_said()
    {
        Say(s_flood, 3 * PacedLogging.Warnings);
        Said(s_flood).ShouldBe(PacedLogging.Warnings);

        Say(s_flood, 1);
        _time.Advance(PacedLogging.Period);

        _logged.Lines.Last().ShouldContain($" lines_left_out lines={2 * PacedLogging.Warnings + 1} event_name=flood ");
        Say(s_flood, 1);
        Said(s_flood).ShouldBe(PacedLogging.Warnings + 1);
        _time.Advance(2 * PacedLogging.Period);
        _logged.Lines.Count(line => line.Contains(" lines_left_out: ", StringComparison.Ordinal)).ShouldBe(1, "nothing more was left out");
    }

    [Fact]
    public void A_flood_keeps_no_other_event_and_no_other_part_of_the_server_from_its_lines()
    {
        Say(s_flood, 3 * PacedLogging.Warnings);

        Say(s_other, 2);
        Say(s_flood, 2, "another part");

        Said(s_other).ShouldBe(2);
        Said(s_flood).ShouldBe(PacedLogging.Warnings + 2);
    }

    [Fact]
    public void What_comes_slowly_is_said_every_time()
    {
        for (var i = 0; i < 5; i++)
        {
            Say(s_flood, PacedLogging.Warnings);
            _time.Advance(PacedLogging.Period);
        }

        _logged.Lines.Count.ShouldBe(5 * PacedLogging.Warnings);
    }

    private void Say(EventId what, int times, string who = "a part")
    {
        var logger = _loggers.CreateLogger(who);
        for (var i = 0; i < times; i++)
            logger.Log(LogLevel.Warning, what, i, exception: null, (line, _) => $"line {line}");
    }

    private int Said(EventId what) => _logged.Lines.Count(line => line.Contains($" {what.Name}: ", StringComparison.Ordinal));
}
