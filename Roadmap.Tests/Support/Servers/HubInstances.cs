using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Hubs.Hub;

namespace Roadmap.Tests.Support;

/// <summary>Where a host calls from, and where the clients are: one instance, or two.</summary>
public abstract class HubInstances : IAsyncLifetime
{
    internal HubServer Here { get; private set; } = null!;

    internal HubServer There { get; private set; } = null!;

    /// <summary>What a host calls clients by.</summary>
    internal IHubContext<TaskProgressHub> HubHere => Here.Services.GetRequiredService<IHubContext<TaskProgressHub>>();

    internal IHubContext<TaskProgressHub> HubThere => There.Services.GetRequiredService<IHubContext<TaskProgressHub>>();

    public async ValueTask InitializeAsync()
    {
        Here = await StartAsync();
        There = await StartOtherAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (There != Here)
            await There.DisposeAsync();
        await Here.DisposeAsync();
        There.Logged.Lines.ShouldBeEmpty();
        Here.Logged.Lines.ShouldBeEmpty();
    }

    private protected abstract Task<HubServer> StartAsync();

    private protected abstract Task<HubServer> StartOtherAsync();

    private protected static Task<HubServer> StartAsync(params string[] settings) =>
        HubServer.StartAsync(settings, services => services.AddSingleton<IUserIdProvider, UserInQuery>());
}

/// <summary>One, on SQLite.</summary>
public sealed class OneInstance : HubInstances
{
    private protected override Task<HubServer> StartAsync() => StartAsync([]);

    private protected override Task<HubServer> StartOtherAsync() => Task.FromResult(Here);
}

/// <summary>Two, on one Redis.</summary>
public sealed class TwoOnRedis : HubInstances
{
    internal RedisServer Redis { get; private set; } = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Redis.DisposeAsync();
    }

    private protected override async Task<HubServer> StartAsync()
    {
        Redis = await RedisServer.StartAsync();
        return await StartOtherAsync();
    }

    private protected override Task<HubServer> StartOtherAsync() => StartAsync($"--ConnectionStrings:Redis={Redis.ConnectionString}");
}
