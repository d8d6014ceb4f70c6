namespace Roadmap.Tests.Support;

/// <summary>One program for all tests of a class that only talk to it.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    internal HubServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await HubServer.StartAsync();

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();
}
