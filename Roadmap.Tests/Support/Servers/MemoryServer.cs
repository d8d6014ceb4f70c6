using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Roadmap.Tests.Support;

/// <summary>
/// Stands in the place of Kestrel: requests come from the test itself, without a network, and so without what only a network could break.
/// </summary>
internal sealed class MemoryServer : IServer
{
    private Func<IFeatureCollection, Task>? _serve;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _serve = async features =>
        {
            var context = application.CreateContext(features);
            try
            {
                await application.ProcessRequestAsync(context);
            }
            catch (Exception e)
            {
                application.DisposeContext(context, e);
                throw;
            }

            application.DisposeContext(context, exception: null);
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    /// <summary>Serves one request to its end. What the program throws comes out here.</summary>
    public async Task ServeAsync(MemoryExchange exchange)
    {
        await _serve!(exchange.Features);
        await exchange.EndAsync();
    }
}
