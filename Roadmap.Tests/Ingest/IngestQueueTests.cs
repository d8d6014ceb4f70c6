using Roadmap.Api.Ingest;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Ingest;

public sealed class IngestQueueTests
{
    private readonly IngestQueue _queue = new();

    [Fact]
    public async Task The_messages_of_a_task_have_one_turn_at_a_time_and_stay_in_order()
    {
        Add("a", 1);
        Add("a", 2);
        Add("b", 1);

        var first = await TakeAsync();
        var other = await TakeAsync();
        var third = _queue.TakeAsync(CancellationToken.None);

        first.ShouldBe(("a", 1));
        other.ShouldBe(("b", 1), "tasks do not wait for each other");
        third.IsCompleted.ShouldBeFalse("the first of its task is not done");
        Done(first);
        var second = await third.InTime();
        (second.TaskId, (int)second.Payload[0]).ShouldBe(("a", 2));
    }

    [Fact]
    public async Task A_task_that_publishes_much_leaves_the_others_their_turns()
    {
        Add("much", 1);
        Add("much", 2);
        Add("little", 1);

        var order = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var taken = await TakeAsync();
            order.Add(taken.TaskId);
            Done(taken);
        }

        order.ShouldBe(["much", "little", "much"]);
    }

    [Fact]
    public async Task A_task_has_room_for_so_many_and_gets_room_back()
    {
        for (var i = 0; i < IngestQueue.MessagesPerTask; i++)
            Add("a", 1);

        _queue.TryAdd(Message("a", 2)).ShouldBeFalse();
        _queue.TryAdd(Message("b", 1)).ShouldBeTrue();
        Done(await TakeAsync());
        _queue.TryAdd(Message("a", 2)).ShouldBeTrue();
        _queue.Count.ShouldBe(IngestQueue.MessagesPerTask + 1);
    }

    [Fact]
    public async Task All_tasks_together_have_room_for_so_many_bytes_and_get_room_back()
    {
        var half = new byte[(int)(IngestQueue.Bytes / 2) - 1_000];
        _queue.TryAdd(new PublishedMessage("a", half, 0)).ShouldBeTrue();
        _queue.TryAdd(new PublishedMessage("b", half, 0)).ShouldBeTrue();

        _queue.TryAdd(new PublishedMessage("c", new byte[2_000], 0)).ShouldBeFalse();
        _queue.Done(await _queue.TakeAsync(CancellationToken.None));
        _queue.TryAdd(new PublishedMessage("c", new byte[2_000], 0)).ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_empty_when_the_last_one_is_done()
    {
        _queue.WhenEmptyAsync(CancellationToken.None).IsCompleted.ShouldBeTrue();
        Add("a", 1);
        var empty = _queue.WhenEmptyAsync(CancellationToken.None);

        var taken = await TakeAsync();
        empty.IsCompleted.ShouldBeFalse("it is being appended");
        Done(taken);

        await empty.InTime();
    }

    private static PublishedMessage Message(string taskId, byte number) => new(taskId, [number], 0);

    private void Add(string taskId, byte number) => _queue.TryAdd(Message(taskId, number)).ShouldBeTrue();

    private async Task<(string TaskId, int Number)> TakeAsync()
    {
        var taken = await _queue.TakeAsync(CancellationToken.None);
        return (taken.TaskId, taken.Payload[0]);
    }

    private void Done((string TaskId, int Number) taken) => _queue.Done(Message(taken.TaskId, (byte)taken.Number));
}
