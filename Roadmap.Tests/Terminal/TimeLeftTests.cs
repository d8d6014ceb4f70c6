using Microsoft.Extensions.Time.Testing;
using Roadmap.Contracts;
using Roadmap.Watch.Following;
using Roadmap.Watch.Words;

namespace Roadmap.Tests.Terminal;

/// <summary>How long a task may still take, in figures and in words.</summary>
public sealed class TimeLeftTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_is_said_by_how_quickly_the_task_went_and_counts_down()
    {
        var left = new TimeLeft(_time);
        left.Note(At(20));
        left.Now().ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(30));
        left.Note(At(40));
        left.Now().ShouldBe(TimeSpan.FromSeconds(90));
        _time.Advance(TimeSpan.FromSeconds(10));
        left.Now().ShouldBe(TimeSpan.FromSeconds(80));
        _time.Advance(TimeSpan.FromMinutes(5));
        left.Now().ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void It_begins_anew_after_a_review_and_with_an_attempt()
    {
        var left = new TimeLeft(_time);
        left.Note(At(0));
        _time.Advance(TimeSpan.FromSeconds(30));
        left.Note(At(40));
        left.Note(At(40) with { Status = TaskRunStatus.HumanReviewPending });
        left.Now().ShouldBeNull();
        left.Note(At(40));
        _time.Advance(TimeSpan.FromSeconds(10));
        left.Note(At(50));
        left.Now().ShouldBe(TimeSpan.FromSeconds(50));
        left.Note(At(0) with { Attempt = 2 });
        left.Now().ShouldBeNull();
    }

    [Fact]
    public void A_jump_at_the_begin_says_nothing_yet()
    {
        var left = new TimeLeft(_time);
        left.Note(At(0));
        _time.Advance(TimeSpan.FromSeconds(1));
        left.Note(At(50));
        left.Now().ShouldBeNull();
    }

    [Fact]
    public void Until_it_is_known_it_is_said_by_what_earlier_ones_took_and_no_longer_when_it_takes_longer()
    {
        var left = new TimeLeft(_time);
        var expected = new ExpectedWork { Runs = 3, At = default, Low = 40, High = 80, Steps = [] };
        left.Note(At(0) with { Expected = expected });
        left.Now().ShouldBe(TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(20));
        left.Now().ShouldBe(TimeSpan.FromSeconds(40));
        _time.Advance(TimeSpan.FromSeconds(50));
        left.Now().ShouldBe(TimeSpan.FromSeconds(10), "less than most, and more than nothing");
        _time.Advance(TimeSpan.FromSeconds(11));
        left.Now().ShouldBeNull();
        left.Note(At(60) with { Expected = expected });
        left.Now().ShouldBe(TimeSpan.FromSeconds(54), "its own pace is known");
    }

    [Theory]
    [InlineData(0, "0:00", "a few seconds", "now")]
    [InlineData(42, "0:42", "about 45 s", "42 s ago")]
    [InlineData(135, "2:15", "about 3 min", "2 min ago")]
    [InlineData(3_723, "1:02:03", "about 2 h", "1 h ago")]
    [InlineData(200_000, "55:33:20", "about 3 days", "2 days ago")]
    public void Times_in_words(int seconds, string clock, string about, string ago)
    {
        var span = TimeSpan.FromSeconds(seconds);
        Spans.Clock(span).ShouldBe(clock);
        Spans.About(span).ShouldBe(about);
        Spans.Ago(span).ShouldBe(ago);
    }

    private static TaskSnapshot At(double percentage) => new()
    {
        TaskId = "import-1",
        Kind = "import",
        Status = TaskRunStatus.Processing,
        CurrentStep = "load",
        Attempt = 1,
        Percentage = percentage,
        Concepts = new ConceptCounts { Total = 0, Completed = 0, Failed = 0 },
        CreatedAt = default,
        UpdatedAt = default,
        Seq = 1,
        Epoch = "a",
        OldestSeq = 1,
    };
}
