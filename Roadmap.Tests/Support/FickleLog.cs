using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.Log;
using Roadmap.Contracts;
using Roadmap.Hubs.Log;

namespace Roadmap.Tests.Support;

/// <summary>A real log as the live edge reads it, which goes away, or loses its tasks, when a test says so.</summary>
internal sealed class FickleLog(ITaskLogReader log) : ITaskLogReader
{
    public bool IsUnavailable { get; set; }

    public bool HasLostTasks { get; set; }

    public static void Replace(IServiceCollection services) =>
        services.AddSingleton<ITaskLogReader>(provider => new FickleLog(provider.GetRequiredService<ITaskEventLog>()));

    public static FickleLog Of(HubServer server) => (FickleLog)server.Services.GetRequiredService<ITaskLogReader>();

    public async Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, CancellationToken cancellationToken)
    {
        DemandAvailable();
        return HasLostTasks ? null : await log.ReadAsync(taskId, afterSeq, limit, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        DemandAvailable();
        return await log.ReadHeadsAsync(HasLostTasks ? [] : taskIds, cancellationToken);
    }

    private void DemandAvailable()
    {
        if (IsUnavailable)
            throw new LogUnavailableException("The test's log is down.");
    }
}
