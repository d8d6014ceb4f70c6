using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>A reader that is slower than the task holds little in memory, and misses nothing.</summary>
public sealed class SlowReaderTests : HubTest
{
    private const int Events = 5_000;
    private const int PerReport = 500;

    [Fact]
    public async Task What_does_not_fit_into_the_buffer_is_asked_for_again_by_its_position()
    {
        await using var proxy = new CuttingProxy(Server.Http.BaseAddress!);
        await using var slow = new RoadmapClient(ClientReading.Quick(proxy.Address) with { Buffer = 16 });
        await using var quick = new RoadmapClient(Server.Http.BaseAddress!);
        var taskId = await Server.StartTaskAsync();
        await using var watch = slow.WatchAsync(taskId).GetAsyncEnumerator();
        await watch.NextAsync();
        var others = quick.WatchAsync(taskId, WatchOptions.FromTheStart).ReadAllAsync();

        for (var first = 1; first <= Events; first += PerReport)
            await Server.ReportProgressAsync(taskId, first, PerReport);
        await Server.ReportAsync(taskId, """{"type":"completed"}""");
        (await others.InTime()).CountInOrder().ShouldBe(Events + 1);
        // An event takes about 170 bytes on the wire.
        proxy.BytesToClients.ShouldBeLessThan(Events * 170 / 2);

        List<ITaskMessage> messages = [];
        while (await watch.MoveNextAsync().InTime())
            messages.Add(watch.Current);
        messages.CountInOrder().ShouldBe(Events + 1);
        messages.OfType<TaskEvent>().First().Seq.ShouldBe(1);
    }
}
