using System.Globalization;

namespace Roadmap.Tests.Fuzzing;

/// <summary>
/// Real traffic, changed at random: over REST, on hub connections, on raw WebSockets, and as workers publish it. Whatever comes, there is
/// no 5xx, nothing unhandled, no line in the log that would call an operator, no broken feed, and no event that was accepted and cannot be
/// replayed. What has been found is kept in <c>FoundByFuzzing</c>.
/// </summary>
/// <remarks>
/// <c>ROADMAP_FUZZ_FACTOR=50</c> takes fifty times as many inputs, <c>ROADMAP_FUZZ_SEED=7</c> others; a failure names its seed and its
/// input.
/// </remarks>
public sealed class FuzzTests
{
    private const int Lanes = 4;

    private static readonly int s_factor = Setting("ROADMAP_FUZZ_FACTOR", 1);
    private static readonly int s_firstSeed = Setting("ROADMAP_FUZZ_SEED", 1);

    [Fact]
    public Task Requests() => RunAsync(36_000, storedOnceIn: 20, (lane, index) => lane.RequestAsync(index));

    [Fact]
    public Task Published_messages() => RunAsync(30_000, storedOnceIn: 20, (lane, index) => lane.PublishAsync(index));

    [Fact]
    public Task Frames_of_hub_connections() => RunAsync(18_000, storedOnceIn: null, (lane, index) => lane.HubFramesAsync(index));

    [Fact]
    public Task Frames_of_hub_connections_in_MessagePack() =>
        RunAsync(18_000, storedOnceIn: null, (lane, index) => lane.PackedFramesAsync(index));

    [Fact]
    public Task Frames_of_raw_WebSockets() => RunAsync(18_000, storedOnceIn: null, (lane, index) => lane.RawFramesAsync(index));

    private static async Task RunAsync(int inputs, int? storedOnceIn, Func<FuzzLane, int, Task> one)
    {
        await using var server = await FuzzServer.StartAsync();
        var perLane = inputs * s_factor / Lanes;
        var stored = await Task.WhenAll(
            Enumerable.Range(s_firstSeed, Lanes).Select(seed => Task.Run(() => FuzzLane.RunAsync(server, seed, perLane, one))));
        if (storedOnceIn is { } most)
            stored.Sum().ShouldBeGreaterThan(
                inputs * (long)s_factor / most, "most of what is right only nearly has to be refused, but not all");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
