namespace Roadmap.Tests.Support;

/// <summary>One program for all tests of a class that only talk to it.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    internal HubServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await HubServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
