using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>One instance of the published program, with its log in a file.</summary>
public sealed class OneInstanceProofs(PublishedProgram program, ITestOutputHelper output) : IClassFixture<PublishedProgram>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_under_load_and_started_again_on_its_file_it_has_every_watcher_see_every_event_once()
    {
        await using var cluster = await Cluster.StartAsync(program, 1, Settings());
        await using var run = await DeliveryRun.StartAsync(cluster, new Load(), output);
        foreach (var share in new[] { 0.2, 0.5, 0.8 })
        {
            await run.ReachedAsync(share);
            await cluster.KillAsync(cluster.Instances[0]);
            await cluster.AddAsync();
        }

        var position = await run.FinishAsync();

        position.Resets.ShouldBe(0);
    }

    private Dictionary<string, string> Settings() => new() { ["Storage:Path"] = _folder.File("roadmap.db") };
}
