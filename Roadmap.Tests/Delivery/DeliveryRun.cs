using System.Net;
using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// A load that is on its way: publishers and watchers of many tasks, the watchers of every kind, on all instances, while the test does
/// something to these.
/// </summary>
internal sealed class DeliveryRun : IAsyncDisposable
{
    private static readonly WatchKind[] s_kinds = Enum.GetValues<WatchKind>();

    /// <summary>Of the connections of the client in .NET, and of those in Node, which try eight times a minute and no more.</summary>
    private const int DotNetResets = 20;
    private const int NodeResets = 2;
    private const int NodeClients = 3;

    private readonly Cluster _cluster;
    private readonly Load _load;
    private readonly int _seed;
    private readonly ITestOutputHelper _output;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly CancellationTokenSource _patience;
    private readonly FrontDoor _dotNetDoor;
    private readonly FrontDoor _nodeDoor;
    private readonly DotNetClientWatches _dotNet;
    private readonly NodeClientWatches _node;
    private readonly List<RovingPublisher> _publishers = [];
    private readonly List<RovingWatcher> _watchers = [];
    private Task _publishing = Task.CompletedTask;
    private Task<WatcherLog[]> _watching = Task.FromResult<WatcherLog[]>([]);

    private DeliveryRun(Cluster cluster, Load load, ITestOutputHelper output)
    {
        (_cluster, _load, _output) = (cluster, load, output);
        _seed = Random.Shared.Next();
        _patience = new CancellationTokenSource(load.Patience);
        _dotNetDoor = new FrontDoor(cluster, RandomOf(-1), DotNetResets, load.LongestStay);
        _nodeDoor = new FrontDoor(cluster, RandomOf(-2), NodeResets, load.LongestStay);
        _dotNet = new DotNetClientWatches(_dotNetDoor.Address);
        // Without it, a connection is two requests, which may go to two instances.
        _node = new NodeClientWatches(_nodeDoor.Address, NodeClients, skipNegotiation: true);
        output.WriteLine($"seed {_seed}, {load}");
    }

    /// <summary>How much of the whole has been acknowledged, from 0 to 1.</summary>
    public double Acknowledged => _publishers.Sum(publisher => publisher.AcknowledgedEvents) / (double)(_load.Tasks * _load.EventsPerTask);

    public static async Task<DeliveryRun> StartAsync(Cluster cluster, Load load, ITestOutputHelper output)
    {
        var run = new DeliveryRun(cluster, load, output);
        try
        {
            var tasks = Enumerable.Range(0, load.Tasks).Select(_ => Some.TaskId()).ToList();
            await Task.WhenAll(tasks.Select(run.CreateAsync));
            run._watching = Task.WhenAll(tasks.SelectMany(run.WatchAsync).ToList());
            run._publishing = Task.WhenAll(tasks.Select(run.PublishAsync).ToList());
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Done when so much of the whole has been acknowledged.</summary>
    public Task ReachedAsync(double share) => Wait.Eventually(
        $"{share:P0} of the events are acknowledged", () => _publishing.IsFaulted || Acknowledged >= share, () => $"{Acknowledged:P0} are");

    /// <summary>Waits for all of it, and judges it.</summary>
    public async Task<Verdict> FinishAsync()
    {
        Exception? failure = null;
        try
        {
            await _publishing.WaitAsync(_load.Patience + Wait.Patience, TimeProvider.System);
        }
        catch (Exception e) when (e is OperationCanceledException or ShouldAssertException)
        {
            failure = e;
            await _patience.CancelAsync();
        }

        var seen = await _watching.WaitAsync(_load.Patience + Wait.Patience, TimeProvider.System);
        var position = DeliveryChecker.Check(_publishers.SelectMany(publisher => publisher.Reports), seen);
        _output.WriteLine($"{seen.Sum(log => log.Sightings.Count)} sightings on {_watchers.Sum(watcher => watcher.Connections)} "
            + $"connections, {_dotNetDoor.Connections} of the client in .NET, {_nodeDoor.Connections} of those in Node, "
            + $"{_publishers.Sum(publisher => publisher.Repeats)} reports repeated. {position}");
        if (failure is not null || position.Faults.Count > 0)
            Explain(position, seen);
        failure.ShouldBeNull($"seed {_seed}: {Acknowledged:P0} of the events were acknowledged. {position}");
        position.Faults.ShouldBeEmpty($"seed {_seed}: {position}");
        return position;
    }

    public async ValueTask DisposeAsync()
    {
        await _patience.CancelAsync();
        await _dotNet.DisposeAsync();
        await _node.DisposeAsync();
        await _dotNetDoor.DisposeAsync();
        await _nodeDoor.DisposeAsync();
        _patience.Dispose();
        _http.Dispose();
    }

    /// <summary>What helps to find the reason: where the watchers with faults were let in last, and what the instances said.</summary>
    private void Explain(Verdict position, IEnumerable<WatcherLog> seen)
    {
        var faulty = position.Faults.Select(fault => (fault.TaskId, fault.Who)).ToHashSet();
        foreach (var log in seen.Where(log => faulty.Contains((log.TaskId, log.Watcher))))
            _output.WriteLine($"{log.Watcher} of {log.TaskId}: "
                + $"{string.Join(" | ", log.Sightings.Where(sighting => sighting is not Sighting.Event).TakeLast(4))}");
        foreach (var instance in _cluster.Instances)
            _output.WriteLine($"== {instance.Address}\n{instance.Output()}");
    }

    /// <summary>
    /// Many at once are made of instances that have just started: what is not answered in time is asked for again, which makes no other.
    /// </summary>
    private async Task CreateAsync(string taskId)
    {
        var body = new CreateTaskBody { TaskId = taskId, Kind = "import" };
        using var http = new HttpClient { Timeout = Wait.Patience };
        await Wait.Eventually("the task is made", async () =>
        {
            using var made = await http.PostAsJsonAsync(
                new Uri(_cluster.Pick(RandomOf(0)), Routes.Tasks), body, ContractsJson.TypeInfo<CreateTaskBody>());
            if (made.StatusCode == HttpStatusCode.ServiceUnavailable)
                return false;
            made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
            return true;
        });
    }

    /// <summary>Every task has some watchers of every kind; of which it has one more, changes from task to task.</summary>
    private IEnumerable<Task<WatcherLog>> WatchAsync(string taskId, int task)
    {
        for (var number = 0; number < _load.WatchersPerTask; number++)
        {
            var random = RandomOf(_watchers.Count);
            var kind = s_kinds[(task + number) % s_kinds.Length];
            ITaskWatches watches = kind switch
            {
                WatchKind.DotNetClient => _dotNet,
                WatchKind.NodeClient => _node,
                _ => new ConnectionWatches(kind, _cluster, random),
            };
            var stays = random.Next(watches is ConnectionWatches ? 6 : 2) == 0;
            var watcher = new RovingWatcher($"{kind} watcher {number}", watches, stays, taskId, _load, random);
            _watchers.Add(watcher);
            yield return watcher.WatchAsync(_patience.Token);
        }
    }

    private async Task PublishAsync(string taskId)
    {
        var publishers = Enumerable.Range(0, _load.PublishersPerTask)
            .Select(number => new RovingPublisher($"{number}", taskId, _cluster, _http, RandomOf(_publishers.Count + number)))
            .ToList();
        _publishers.AddRange(publishers);
        await Task.WhenAll(publishers.Select(publisher =>
            publisher.PublishAsync(_load.EventsPerTask / _load.PublishersPerTask, _load.EventsPerReport, _load.Lasting, _patience.Token)));
        await publishers[0].CompleteAsync(_patience.Token);
    }

    private Random RandomOf(int number) => new(_seed + number);
}
