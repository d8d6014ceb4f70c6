using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>
/// nginx before two instances. On one Redis; or each with a log of its own, on which the same is done, so that what a client sees shows
/// which instance it came to.
/// </summary>
public sealed class TwoInstances : IAsyncLifetime
{
    private bool _areOnRedis;

    internal ServerProcess First { get; private set; } = null!;

    internal ServerProcess Second { get; private set; } = null!;

    internal LoadBalancer Nginx { get; private set; } = null!;

    public Uri HubUrl => new(Nginx.Address, Routes.Hub);

    public ValueTask InitializeAsync() => new(StartAsync(TimeSpan.Zero));

    /// <summary>Both on one log.</summary>
    internal Task StartAsync(TimeSpan pace, RedisServer redis)
    {
        _areOnRedis = true;
        return StartAsync(pace, $"--ConnectionStrings:Redis={redis.ConnectionString}");
    }

    public async ValueTask DisposeAsync()
    {
        await Nginx.DisposeAsync();
        await First.DisposeAsync();
        await Second.DisposeAsync();
        new[] { First, Second }.SelectMany(instance => _areOnRedis ? instance.Errors : instance.Complaints).ShouldBeEmpty();
    }

    /// <summary>Makes a worker's task, on both with the same id, and returns that.</summary>
    public async Task<string> StartTaskAsync()
    {
        var task = Some.TaskId();
        await new OutsideWorker(First.Http).StartTaskAsync(task);
        await new OutsideWorker(Second.Http).StartTaskAsync(task);
        return task;
    }

    /// <summary>Reports a progress event on each, with messages of their own.</summary>
    public async Task ReportProgressAsync(string task, int first, int second)
    {
        await new OutsideWorker(First.Http).ReportProgressAsync(task, first);
        await new OutsideWorker(Second.Http).ReportProgressAsync(task, second);
    }

    /// <summary>Reports the task's end on each.</summary>
    public async Task CompleteAsync(string task)
    {
        await new OutsideWorker(First.Http).ReportAsync(task, """{"type":"completed"}""");
        await new OutsideWorker(Second.Http).ReportAsync(task, """{"type":"completed"}""");
    }

    private async Task StartAsync(TimeSpan pace, params string[] settings)
    {
        var starts = new[] { ServerProcess.StartAsync(pace, settings), ServerProcess.StartAsync(pace, settings) };
        First = await starts[0];
        Second = await starts[1];
        Nginx = await LoadBalancer.StartAsync(First.Address, Second.Address);
    }
}
