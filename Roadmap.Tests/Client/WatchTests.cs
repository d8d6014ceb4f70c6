using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>What a watch tells, over a connection that holds.</summary>
public sealed class WatchTests(RunningServer running) : IClassFixture<RunningServer>
{
    private HubServer Server => running.Server;

    private Uri Address => Server.Http.BaseAddress!;

    [Fact]
    public async Task Every_event_comes_once_and_in_order_until_the_task_has_ended()
    {
        var taskId = await Server.StartTaskAsync();
        await using var client = new RoadmapClient(Address);
        await using var watch = client.WatchAsync(taskId).GetAsyncEnumerator();
        (await watch.NextAsync()).ShouldBeOfType<TaskSnapshot>().Seq.ShouldBe(0);

        await Server.ReportProgressAsync(taskId, 1, 200);
        await Server.ReportAsync(taskId, """{"type":"completed"}""");

        for (var seq = 1; seq <= 200; seq++)
            (await watch.NextAsync()).ShouldBeOfType<ProgressEvent>().Message.ShouldBe($"{seq}");
        (await watch.NextAsync()).ShouldBeOfType<CompletedEvent>().Seq.ShouldBe(201);
        (await watch.MoveNextAsync().InTime()).ShouldBeFalse();
    }

    [Fact]
    public async Task From_the_start_the_whole_log_is_told()
    {
        var taskId = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(taskId, 1, 500);
        await Server.ReportAsync(taskId, """{"type":"failed","error":"no disk"}""");
        await using var client = new RoadmapClient(Address);

        var messages = await client.WatchAsync(taskId, WatchOptions.FromTheStart).ReadAllAsync().InTime();

        messages.CountInOrder().ShouldBe(501);
        messages.OfType<TaskEvent>().Last().ShouldBeOfType<FailedEvent>().Error.ShouldBe("no disk");
    }

    [Fact]
    public async Task A_task_that_has_ended_is_told_as_it_ended()
    {
        var taskId = await Server.StartTaskAsync();
        await Server.ReportAsync(taskId, """{"type":"completed"}""");
        await using var client = new RoadmapClient(Address);

        var messages = await client.WatchAsync(taskId).ReadAllAsync().InTime();

        messages.ShouldHaveSingleItem().ShouldBeOfType<TaskSnapshot>().Status.ShouldBe(TaskRunStatus.Completed);
    }

    [Fact]
    public async Task A_later_watch_goes_on_from_the_position_of_an_earlier_one()
    {
        var taskId = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(taskId, 1, 10);
        await using var client = new RoadmapClient(Address);
        var first = client.Watch(taskId, WatchOptions.FromTheStart);
        await foreach (var message in first)
        {
            if (message is TaskEvent { Seq: 4 })
                break;
        }

        first.Position.ShouldNotBeNull().Seq.ShouldBe(4);
        await Server.ReportAsync(taskId, """{"type":"completed"}""");
        var messages = await client.WatchAsync(taskId, WatchOptions.Default with { After = first.Position }).ReadAllAsync().InTime();

        messages.OfType<TaskEvent>().First().Seq.ShouldBe(5);
        messages.CountInOrder().ShouldBe(7);
    }

    /// <summary>Else the answer to the watch before it would be taken for its own.</summary>
    [Fact]
    public async Task A_watch_that_begins_where_a_later_one_has_just_been_closed_misses_nothing()
    {
        const int Rounds = 100;
        var taskId = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(taskId, 1, 50);
        await using var client = new RoadmapClient(Address);
        await using var other = client.WatchAsync(await Server.StartTaskAsync()).GetAsyncEnumerator();
        await other.NextAsync();

        for (var round = 0; round < Rounds; round++)
        {
            using var over = new CancellationTokenSource();
            var closed = client.WatchAsync(taskId, new WatchOptions { After = new AfterPosition { Seq = 40 } }, over.Token).ReadAllAsync();
            await over.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(closed.InTime());
            await using var watch = client.WatchAsync(taskId, WatchOptions.FromTheStart).GetAsyncEnumerator();

            (await watch.NextAsync()).Seq.ShouldBe(1, $"in round {round}");
        }
    }

    [Fact]
    public async Task A_position_of_another_life_is_said_to_be_lost_and_a_snapshot_takes_its_place()
    {
        var taskId = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(taskId, 1, 3);
        await Server.ReportAsync(taskId, """{"type":"completed"}""");
        await using var client = new RoadmapClient(Address);
        var watch = client.Watch(taskId, WatchOptions.Default with { After = new AfterPosition { Epoch = "gone", Seq = 2 } });
        List<ResetReason?> resets = [];
        watch.WasReset += (_, reason) => resets.Add(reason);

        var messages = await watch.ReadAllAsync().InTime();

        resets.ShouldBe([ResetReason.EpochChanged]);
        messages.ShouldHaveSingleItem().ShouldBeOfType<TaskSnapshot>().Seq.ShouldBe(4);
    }

    [Fact]
    public async Task The_state_is_visible_on_the_whole_way()
    {
        var taskId = await Server.StartTaskAsync();
        await Server.ReportAsync(taskId, """{"type":"completed"}""");
        await using var client = new RoadmapClient(Address);
        var watch = client.Watch(taskId, WatchOptions.FromTheStart);
        List<TaskWatchPhase> phases = [];
        watch.StateChanged += (_, state) => phases.Add(state.Phase);

        await watch.ReadAllAsync().InTime();

        phases.Distinct().ShouldBe([TaskWatchPhase.Connecting, TaskWatchPhase.CatchingUp, TaskWatchPhase.Live, TaskWatchPhase.Ended]);
    }

    [Fact]
    public async Task A_task_that_is_not_there_is_a_final_answer()
    {
        await using var client = new RoadmapClient(Address);

        var refusal = await Should.ThrowAsync<RoadmapException>(client.WatchAsync("nobody-made-it").ReadAllAsync().InTime());

        refusal.Code.ShouldBe(ErrorCodes.TaskNotFound);
        refusal.IsFinal.ShouldBeTrue();
        (await Should.ThrowAsync<RoadmapException>(client.GetTaskAsync("nobody-made-it"))).Code.ShouldBe(ErrorCodes.TaskNotFound);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_address_is_a_final_answer(bool skipsNegotiation)
    {
        await using var client = new RoadmapClient(
            ClientReading.Quick(new Uri(Address, "/elsewhere")) with { SkipNegotiation = skipsNegotiation });

        var refusal = await Should.ThrowAsync<RoadmapException>(client.WatchAsync("t-1").ReadAllAsync().InTime());

        refusal.Code.ShouldBe(ClientErrorCodes.WrongUrl);
        refusal.IsFinal.ShouldBeTrue();
        (await Should.ThrowAsync<RoadmapException>(client.GetTaskAsync("t-1"))).IsFinal.ShouldBeTrue();
    }

    /// <summary>Whatever the events, what the client folds is what the server folds.</summary>
    [Fact]
    public async Task The_snapshot_is_the_servers_after_every_kind_of_event()
    {
        var taskId = await Server.StartTaskAsync();
        await using var client = new RoadmapClient(Address);
        string[] events =
        [
            """{"type":"progress","step":"read","status":"processing","percentage":12.5,"data":{"total_concepts":7,"roadmap_id":"r-1"}}""",
            """{"type":"progress","step":"read","status":"processing","sub_status":"half"}""",
            """{"type":"progress","step":"read","status":"busy","percentage":3}""",
            """{"type":"human_review_required","roadmap_id":"r-2","roadmap_title":"Baking","stages_count":3}""",
            """{"type":"progress","step":"write","status":"human_review_pending"}""",
            """
            {"type":"concept_start","concept_id":"c-1","concept_name":"Dough","content_type":"quiz",
            "progress":{"current":1,"total":4,"percentage":25}}
            """,
            """{"type":"concept_failed","concept_id":"c-1","concept_name":"Dough","content_type":"quiz","error":"burnt"}""",
            """{"type":"concept_all_content_complete","concept_id":"c-1","concept_name":"Dough"}""",
            """{"type":"concept_all_content_complete","concept_id":"c-1","concept_name":"Dough"}""",
            """{"type":"concept_failed","concept_id":"c-1","concept_name":"Dough","content_type":"quiz","error":"burnt"}""",
            """{"type":"batch_start","batch_index":1,"batch_size":2,"total_batches":2,"concept_ids":["c-2","c-3"]}""",
            """
            {"type":"batch_complete","batch_index":1,"total_batches":2,"progress":{"completed":3,"failed":1,"total":5,"percentage":80}}
            """,
            """{"type":"task_recovering","roadmap_id":"r-3"}""",
            """{"type":"failed","error":"no oven","step":"bake"}""",
        ];
        string[] nextAttempt =
        [
            """{"type":"retry_started","reason":"a new oven"}""",
            """{"type":"progress","step":"bake","status":"processing","percentage":50}""",
            """{"type":"cancelled","reason":"no time"}""",
        ];
        // The end of an attempt is the end of its watch.
        foreach (var attempt in new[] { events, nextAttempt })
        {
            await Server.ReportAsync(taskId, attempt[0]);
            var watch = client.Watch(taskId);
            await using var messages = watch.GetAsyncEnumerator();
            await messages.NextAsync();
            foreach (var json in attempt.Skip(1))
            {
                var told = await Server.ReportAsync(taskId, json);
                await messages.NextAsync<TaskEvent>(stored => stored.Seq == told.Seq);

                watch.Snapshot.ShouldBe(await client.GetTaskAsync(taskId), json);
            }
        }
    }

    [Fact]
    public async Task A_task_watched_twice_is_told_to_both()
    {
        var taskId = await Server.StartTaskAsync();
        await using var client = new RoadmapClient(Address);
        var both = Enumerable.Range(0, 2).Select(_ => client.WatchAsync(taskId, WatchOptions.FromTheStart).ReadAllAsync()).ToList();

        await Server.ReportProgressAsync(taskId, 1, 20);
        await Server.ReportAsync(taskId, """{"type":"completed"}""");

        foreach (var messages in await Task.WhenAll(both).InTime())
            messages.CountInOrder().ShouldBe(21);
    }
}
