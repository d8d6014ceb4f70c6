using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.Legacy;

namespace Roadmap.Tests.Support;

/// <summary>
/// One program for all tests of a class, with <c>Legacy:Compatibility</c>, and without the worker that would work on what is asked for.
/// </summary>
public sealed class CompatibleServer : IAsyncLifetime
{
    internal RestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Server = await RestServer.StartAsync(replace: services => services.Configure<LegacyOptions>(legacy => legacy.Compatibility = true));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
