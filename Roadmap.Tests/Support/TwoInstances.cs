using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>
/// nginx before two instances. Each has a log of its own, on which the same is done, so that what a client sees shows which instance it came to.
/// </summary>
public sealed class TwoInstances : IAsyncLifetime
{
    internal ServerProcess First { get; private set; } = null!;

    internal ServerProcess Second { get; private set; } = null!;

    internal LoadBalancer Nginx { get; private set; } = null!;

    public Uri HubUrl => new(Nginx.Address, Routes.Hub);

    public async Task InitializeAsync()
    {
        var starts = new[] { ServerProcess.StartAsync(TimeSpan.Zero), ServerProcess.StartAsync(TimeSpan.Zero) };
        First = await starts[0];
        Second = await starts[1];
        Nginx = await LoadBalancer.StartAsync(First.Address, Second.Address);
    }

    public async Task DisposeAsync()
    {
        await Nginx.DisposeAsync();
        await First.DisposeAsync();
        await Second.DisposeAsync();
        First.Complaints.ShouldBeEmpty();
        Second.Complaints.ShouldBeEmpty();
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
}
