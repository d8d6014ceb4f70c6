using Roadmap.Contracts;

namespace Roadmap.Tests.Delivery;

/// <summary>The checker is given records with one fault each, and finds it; and nothing in a clean one.</summary>
public sealed class DeliveryCheckerTests
{
    private const string Task = "t";
    private const string Epoch = "a.1";
    private const string LaterEpoch = "b.1";

    [Fact]
    public void A_clean_record_has_no_fault()
    {
        var position = Check(FromTheStart());

        position.Faults.ShouldBeEmpty();
        position.Resets.ShouldBe(0);
    }

    [Fact]
    public void An_event_that_never_came_is_lost() => Finds(FaultKind.Lost, "e3", Without(FromTheStart(), Event(3)));

    [Fact]
    public void The_last_event_that_never_came_is_lost() => Finds(FaultKind.Lost, "e8", Without(FromTheStart(), Event(8)));

    [Fact]
    public void An_event_that_fell_between_two_connections_is_lost() => Finds(FaultKind.Lost, "e5", Without(FromTheStart(), Event(5)));

    [Fact]
    public void An_event_that_nobody_acknowledged_but_whose_number_is_missing_is_lost() =>
        Finds(FaultKind.Lost, $"{Epoch}:7", Check(Without(FromTheStart(), Event(7)), answered: false));

    [Fact]
    public void Acknowledged_events_are_lost_to_a_watcher_that_was_never_connected() =>
        Finds(FaultKind.Lost, "everything", [new Sighting.Asked(new AfterPosition { Seq = 0 })]);

    [Fact]
    public void An_event_in_whose_place_another_one_was_stored_is_lost()
    {
        var reports = Reports().Append(new PublishedReport(Task, ["late"], Answer(6, 1)));

        Finds(FaultKind.Lost, "late", DeliveryChecker.Check(reports, [Seen(FromTheStart())]));
    }

    [Fact]
    public void An_event_that_came_twice_is_repeated() => Finds(FaultKind.Repeated, "e3", After(FromTheStart(), Event(3), Event(3)));

    [Fact]
    public void An_event_that_came_again_on_the_next_connection_is_repeated() =>
        Finds(FaultKind.Repeated, "e4", After(FromTheStart(), Back(4), Event(4)));

    [Fact]
    public void An_event_that_is_stored_twice_is_repeated()
    {
        List<Sighting> seen = [Asked(0), Connected(0, true), Event(1), Event(2), Event(3), Event(4) with { EventId = "e2" }];
        PublishedReport[] reports = [new(Task, ["e1", "e2"], Answer(2, 2)), new(Task, ["e3"], Answer(3, 1))];

        Finds(FaultKind.Repeated, "e2", DeliveryChecker.Check(reports, [Seen(seen)]));
    }

    [Fact]
    public void Events_that_came_in_another_order_than_their_numbers_are_swapped() =>
        Finds(FaultKind.Swapped, "e2", After(Without(FromTheStart(), Event(2)), Event(3), Event(2)));

    [Fact]
    public void Events_that_stand_where_their_publishers_were_not_told_are_swapped()
    {
        var seen = FromTheStart().Select(
            sighting => sighting is Sighting.Event { Position.Seq: 2 or 3 } e ? e with { EventId = $"e{5 - e.Position.Seq}" } : sighting);

        var faults = Check([.. seen]).Faults;

        faults.Select(fault => fault.Kind).ShouldBe([FaultKind.Swapped, FaultKind.Swapped]);
        faults.ShouldContain(fault => fault.What.StartsWith("e3 at a.1:2", StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_where_another_watcher_saw_another_one_is_swapped()
    {
        List<Sighting> other = [Asked(5), Connected(5, true), Event(6) with { EventId = "e7" }];

        Finds(FaultKind.Swapped, "e7", DeliveryChecker.Check(Reports(answered: false), [Seen(FromTheStart()), Seen(other)]));
    }

    [Fact]
    public void An_event_that_nobody_reported_is_invented() =>
        Finds(FaultKind.Invented, "ghost", Check([.. FromTheStart().SkipLast(1), Event(8) with { EventId = "ghost" }], answered: false));

    [Fact]
    public void An_event_after_the_terminal_one_is_after_the_end() => Finds(FaultKind.AfterEnd, "e9", AfterTheEnd(FromTheStart()));

    [Fact]
    public void An_event_after_a_snapshot_that_told_the_end_is_after_the_end() =>
        Finds(FaultKind.AfterEnd, "e9", AfterTheEnd([new Sighting.Asked(null), Connected(8), Status(8, ended: true)]));

    [Fact]
    public void An_event_after_a_retry_is_not_after_the_end() =>
        DeliveryChecker.Check(ReportsAndOneMore(), [Seen([.. FromTheStart(), Event(9) with { Type = TaskEventTypes.RetryStarted }])])
            .Faults.ShouldBeEmpty();

    [Fact]
    public void Another_epoch_that_answers_an_old_position_as_if_it_were_its_own_is_spliced() =>
        Finds(FaultKind.Spliced, LaterEpoch,
            [Asked(0), Connected(0, true), Event(1), Asked(1), Connected(1, true, LaterEpoch), Event(2, LaterEpoch)]);

    [Fact]
    public void Another_epoch_in_the_middle_of_a_connection_is_spliced() =>
        Finds(FaultKind.Spliced, LaterEpoch, [Asked(0), Connected(0, true), Event(1), Event(2, LaterEpoch), Event(3, LaterEpoch)]);

    [Fact]
    public void A_connection_that_goes_on_elsewhere_than_asked_is_spliced() =>
        Finds(FaultKind.Spliced, $"{Epoch}:4", [.. FromTheStart().Select(s => s == Back(4) ? Connected(5, true) : s)]);

    [Fact]
    public void A_snapshot_that_is_not_of_the_place_where_the_watcher_stands_is_spliced() =>
        Finds(FaultKind.Spliced, $"{Epoch}:3", After(FromTheStart(), Event(4), Status(3)));

    [Fact]
    public void An_event_before_connected_is_spliced() =>
        Finds(FaultKind.Spliced, "nowhere", [Asked(0), .. FromTheStart().OfType<Sighting.Event>()]);

    [Fact]
    public void Another_epoch_that_is_said_aloud_is_no_fault_and_is_counted()
    {
        List<Sighting> seen =
        [
            Asked(0), Connected(0, true), Event(1), Event(2),
            Asked(2), Connected(1, false, LaterEpoch), new Sighting.Status(At(1, LaterEpoch), Ended: false), Event(2, LaterEpoch),
        ];

        var position = Check(seen);

        position.Faults.ShouldBeEmpty();
        position.Resets.ShouldBe(1);
    }

    [Fact]
    public void A_watcher_that_joins_late_is_owed_only_what_follows() =>
        Check([new Sighting.Asked(null), Connected(6), Status(6), Event(7), Event(8)]).Faults.ShouldBeEmpty();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    public void A_report_of_which_a_part_was_stored_is_miscounted(int accepted, int duplicates)
    {
        PublishedReport[] reports = [new(Task, ["e1", "e2"], Answer(2, accepted) with { Duplicates = duplicates })];

        Finds(FaultKind.Miscounted, "e1", DeliveryChecker.Check(reports, []));
    }

    [Fact]
    public void Each_task_is_judged_by_itself()
    {
        var other = new WatcherLog("other", "u", [Asked(0), Connected(0, true), Event(1)]);

        var fault = DeliveryChecker.Check(Reports(), [Seen(FromTheStart()), other]).Faults.ShouldHaveSingleItem();

        fault.Kind.ShouldBe(FaultKind.Invented);
        fault.TaskId.ShouldBe("u");
        fault.Who.ShouldBe("other");
    }

    private static void Finds(FaultKind kind, string named, List<Sighting> seen) => Finds(kind, named, Check(seen));

    private static void Finds(FaultKind kind, string named, Verdict position)
    {
        var fault = position.Faults.ShouldHaveSingleItem();
        fault.Kind.ShouldBe(kind);
        fault.What.ShouldContain(named);
    }

    private static Verdict Check(List<Sighting> seen, bool answered = true) => DeliveryChecker.Check(Reports(answered), [Seen(seen)]);

    /// <summary>e1 to e8 in four reports; the last one ends the task.</summary>
    private static IEnumerable<PublishedReport> Reports(bool answered = true) => Enumerable.Range(0, 4)
        .Select(n => new PublishedReport(Task, [$"e{(2 * n) + 1}", $"e{(2 * n) + 2}"], answered ? Answer((2 * n) + 2, 2) : null));

    private static IEnumerable<PublishedReport> ReportsAndOneMore() => Reports().Append(new PublishedReport(Task, ["e9"], Answer(9, 1)));

    private static Verdict AfterTheEnd(List<Sighting> seen) => DeliveryChecker.Check(ReportsAndOneMore(), [Seen([.. seen, Event(9)])]);

    /// <summary>A watcher that has all of it, over two connections.</summary>
    private static List<Sighting> FromTheStart() =>
        [Asked(0), Connected(0, true), Event(1), Event(2), Event(3), Event(4), Asked(4), Back(4), Event(5), Event(6), Event(7), Event(8)];

    private static WatcherLog Seen(List<Sighting> sightings) => new("w", Task, sightings);

    private static List<Sighting> Without(List<Sighting> sightings, Sighting left) => [.. sightings.Where(sighting => sighting != left)];

    private static List<Sighting> After(List<Sighting> sightings, Sighting known, Sighting added)
    {
        sightings.Insert(sightings.IndexOf(known) + 1, added);
        return sightings;
    }

    private static Sighting.Asked Asked(long after) => new(new AfterPosition { Epoch = after == 0 ? null : Epoch, Seq = after });

    private static Sighting.Connected Connected(long seq, bool? recovered = null, string epoch = Epoch) => new(At(seq, epoch), recovered);

    private static Sighting.Connected Back(long seq) => Connected(seq, true);

    private static Sighting.Status Status(long seq, bool ended = false) => new(At(seq), ended);

    private static Sighting.Event Event(long seq, string epoch = Epoch) =>
        new(At(seq, epoch), $"e{seq}", seq == 8 ? TaskEventTypes.Completed : TaskEventTypes.Progress);

    private static Position At(long seq, string epoch = Epoch) => new() { Epoch = epoch, Seq = seq };

    private static ReportReply Answer(long seq, int accepted) =>
        new() { Seq = seq, Epoch = Epoch, Accepted = accepted, Duplicates = 0, CancelRequested = false };
}
