using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>Of many watchers of one task one stops reading: it harms only itself, and comes back.</summary>
public sealed class SlowWatcherProof(PublishedProgram program, ITestOutputHelper output) : IClassFixture<PublishedProgram>, IDisposable
{
    private const int Watchers = 200;
    private const int Events = 1_000;
    private const int EventsPerReport = 20;

    /// <summary>Of one event. All events together are more than sockets and the server hold for one connection.</summary>
    private const int EventBytes = 8 * 1024;

    /// <summary>What the others may be behind before more is reported: less than the server keeps for one connection.</summary>
    private const int EventsBehind = 60;

    private const int EventsBeforeItStops = 300;

    /// <summary>
    /// How much more than with two hundred that read. The one itself is worth a few MiB; the rest is what a garbage collector takes or
    /// leaves.
    /// </summary>
    private const long MoreMemory = 64 * 1024 * 1024;

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Wait.Patience };
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(4));

    public void Dispose()
    {
        _patience.Cancel();
        _patience.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_of_two_hundred_watchers_stops_reading_and_is_cut_and_misses_nothing()
    {
        await using var cluster =
            await Cluster.StartAsync(program, 1, new Dictionary<string, string> { ["Storage:Path"] = _folder.File("roadmap.db") });
        var server = cluster.Instances[0];
        var task = Some.TaskId();
        using var made = await _http.PostAsJsonAsync(new Uri(server.Address, Routes.Tasks),
            new CreateTaskBody { TaskId = task, Kind = "import" }, ContractsJson.TypeInfo<CreateTaskBody>());
        var slow = new WatcherNotes("slow", task);
        using var stuck = await JoinAsync(server, task, slow, receiveBuffer: 4096);
        var others = Enumerable.Range(1, Watchers - 1).Select(number => new WatcherNotes($"watcher {number}", task)).ToList();
        var watching = Task.WhenAll(others.Select(notes => FollowAsync(server, task, notes)));
        var publisher = new RovingPublisher("0", task, cluster, _http, Random.Shared) { Padding = EventBytes };
        var memory = new MemoryWatch(server);

        // Past this point its connection is never read again.
        var reading = FollowAsync(stuck, slow, () => slow.Position?.Seq >= EventsBeforeItStops);
        for (var first = 0; first < Events; first += EventsPerReport)
        {
            await publisher.ReportAsync(first, EventsPerReport, _patience.Token);
            var seen = first + EventsPerReport - EventsBehind;
            await Wait.Eventually($"the others have event {seen}", () => watching.IsFaulted
                || others.TrueForAll(notes => seen <= 0 || notes.Position?.Seq >= seen), server.Output);
            memory.Look(isStuck: seen > EventsBeforeItStops);
        }

        await publisher.CompleteAsync(_patience.Token);
        await reading.InTime(server.Output);
        await watching.InTime(server.Output);
        await Wait.Eventually("the slow watcher is cut", () => IsCutAsync(stuck), server.Output);
        memory.Look(isStuck: true);
        slow.HasEnded.ShouldBeFalse();

        using var back = await JoinAsync(server, task, slow);
        await FollowAsync(back, slow, () => slow.HasEnded);

        DeliveryChecker.Check(publisher.Reports, [slow.Log, .. others.Select(notes => notes.Log)]).ShouldSatisfyAllConditions(
            position => position.Faults.ShouldBeEmpty(position.ToString()),
            position => position.Resets.ShouldBe(0));
        output.WriteLine($"{memory.WhileAllRead >> 20} MiB while all read, {memory.WhileOneIsStuck >> 20} MiB while one did not");
        (memory.WhileOneIsStuck - memory.WhileAllRead).ShouldBeLessThan(MoreMemory);
        server.Errors.ShouldBeEmpty();
    }

    private async Task<TcpHubClient> JoinAsync(PublishedServer server, string task, WatcherNotes notes, int? receiveBuffer = null)
    {
        var hub = await TcpHubClient.ConnectAsync(server.Address, _patience.Token, receiveBuffer);
        var after = new AfterPosition { Epoch = notes.Position?.Epoch, Seq = notes.Position?.Seq ?? 0 };
        await hub.SubscribeAsync(task, after, _patience.Token);
        notes.Asked(after);
        return hub;
    }

    private async Task FollowAsync(PublishedServer server, string task, WatcherNotes notes)
    {
        using var hub = await JoinAsync(server, task, notes);
        await FollowAsync(hub, notes, () => notes.HasEnded);
    }

    private async Task FollowAsync(TcpHubClient hub, WatcherNotes notes, Func<bool> hasEnough)
    {
        while (!hasEnough())
            notes.See(await hub.NextAsync(_patience.Token));
    }

    /// <summary>Writing into a connection fails once the other side has reset it.</summary>
    private async Task<bool> IsCutAsync(TcpHubClient hub)
    {
        try
        {
            await hub.PingAsync(_patience.Token);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>The most that the server occupied.</summary>
    private sealed class MemoryWatch(PublishedServer server)
    {
        public long WhileAllRead { get; private set; }

        public long WhileOneIsStuck { get; private set; }

        public void Look(bool isStuck)
        {
            if (isStuck)
                WhileOneIsStuck = Math.Max(WhileOneIsStuck, server.ResidentBytes);
            else
                WhileAllRead = Math.Max(WhileAllRead, server.ResidentBytes);
        }
    }
}
