using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.Ingest;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>Three instances on one Redis, all of which listen to what workers publish.</summary>
public sealed class ListeningInstances : IAsyncLifetime
{
    private readonly List<HubServer> _instances = [];

    internal RedisServer Redis { get; private set; } = null!;

    internal IReadOnlyList<HubServer> Instances => _instances;

    public async ValueTask InitializeAsync()
    {
        Redis = await RedisServer.StartAsync();
        _instances.AddRange(await Task.WhenAll(StartAsync(Redis), StartAsync(Redis), StartAsync(Redis)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        await Redis.DisposeAsync();
    }

    internal static Task<HubServer> StartAsync(RedisServer redis, params IEnumerable<string> settings) =>
        HubServer.StartAsync([$"--ConnectionStrings:Redis={redis.ConnectionString}", "--Ingest:RedisChannels=true", .. settings]);

    /// <summary>Publishes on a task's channel.</summary>
    internal Task<IReadOnlyList<int>> PublishAsync(string taskId, params IEnumerable<string> payloads) =>
        Redis.PublishAsync(payloads.Select(payload => (ChannelOf(taskId), payload)));

    internal static string ChannelOf(string taskId) => $"roadmap:task:{taskId}";

    /// <summary>Done when no instance has a message left.</summary>
    internal Task UntilAllAreTakenAsync() => Wait.Eventually(
        "every instance has taken all it heard",
        () => _instances.All(instance => instance.Services.GetRequiredService<IngestQueue>().Count == 0));

    /// <summary>All events of a task, asked for over REST; none when there is no such task.</summary>
    internal async Task<IReadOnlyList<TaskEvent>> EventsAsync(string taskId)
    {
        using var answer = await _instances[0].Http.GetAsync(
            new Uri($"{Routes.For(Routes.TaskEvents, taskId)}?limit={ContractLimits.EventsPerPage}", UriKind.Relative));
        return answer.IsSuccessStatusCode ? (await answer.ReadAsync<EventPage>()).Events : [];
    }
}
