namespace Roadmap.Tests.Support;

/// <summary>Tests that talk to one program, which must not log anything at warning or above.</summary>
public abstract class HubTest : IAsyncLifetime
{
    private protected HubServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await HubServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Server.Logged.Lines.ShouldBeEmpty();
    }
}
