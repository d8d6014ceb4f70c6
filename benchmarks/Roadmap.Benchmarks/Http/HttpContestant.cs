using System.Globalization;
using Roadmap.Benchmarks.FanOut;

namespace Roadmap.Benchmarks.Http;

/// <summary>A server in a process of its own, and the load client that reports to it and watches it.</summary>
internal sealed class HttpContestant : IAsyncDisposable
{
    private const int Reporters = 32;
    private readonly IAsyncDisposable _server;
    private readonly ChildProcess _client;
    private readonly Func<double> _cpuSeconds;

    private HttpContestant(IAsyncDisposable server, ChildProcess client, Func<double> cpuSeconds) =>
        (_server, _client, _cpuSeconds) = (server, client, cpuSeconds);

    /// <summary>The published program, with everything stored.</summary>
    public static async Task<HttpContestant> StartOursAsync(Workplace workplace, string client, Load load)
    {
        var server = await ServerProcess.StartAsync(
            workplace, "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information");
        for (var task = 0; task < load.Tasks; task++)
            await server.CreateTaskAsync(TaskIds.Of(load.Prefix, task));
        return await WatchAsync(server, server.Http.BaseAddress!, () => server.CpuSeconds, client, load);
    }

    /// <summary>A stock hub that passes on what is posted to it, and stores nothing.</summary>
    public static async Task<HttpContestant> StartStockAsync(
        Workplace workplace, string client, Load load, IReadOnlyDictionary<string, string>? environment = null)
    {
        var server = await ChildProcess.StartAsync([FanOutServer.Verb, FanOutServer.Stock, workplace.NewPath("log.db")], environment);
        return await WatchAsync(server, new Uri(server.Greeting), () => server.CpuSeconds, client, load);
    }

    public async Task<FanOutRun> RunAsync(Load load)
    {
        var before = _cpuSeconds();
        var arrived = (await _client.AskAsync($"run {load.Events} {load.EventsPerSecond}"))
            .Split(' ')
            .Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))
            .ToArray();
        return new FanOutRun(load.Events, load.Deliveries, (long)arrived[0], arrived[1], arrived[2], arrived[3], _cpuSeconds() - before, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static async Task<HttpContestant> WatchAsync(
        IAsyncDisposable server, Uri address, Func<double> cpuSeconds, string client, Load load)
    {
        try
        {
            var contestant = new HttpContestant(server, await LoadProgram.StartAsync(client, address), cpuSeconds);
            await contestant._client.AskAsync($"open {load.Prefix} {load.Tasks} {load.Watchers} {Reporters}");
            return contestant;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
