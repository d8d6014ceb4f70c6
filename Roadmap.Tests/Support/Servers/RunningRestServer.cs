namespace Roadmap.Tests.Support;

/// <summary>
/// One <see cref="RestServer"/> for all tests of a class that only talk to it. None of them may make it log what nobody expects.
/// </summary>
public sealed class RunningRestServer : IAsyncLifetime
{
    internal RestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Server.Logged.Lines.ShouldBeEmpty();
        await Server.DisposeAsync();
    }
}
