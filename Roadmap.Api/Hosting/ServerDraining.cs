using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Hosting;

/// <summary>
/// Lets everything go that would suffer if the server stopped at once: it is not ready any more, and its parts drain side by side.
/// </summary>
internal sealed class ServerDraining(
    IEnumerable<IDraining> parts, IOptions<DrainingOptions> options, TimeProvider time, ILogger<ServerDraining> logger)
{
    private volatile bool _hasBegun;

    public bool HasBegun => _hasBegun;

    /// <summary>Returns when everything is let go of, or the time for it is over.</summary>
    public async Task DrainAsync()
    {
        _hasBegun = true;
        var settings = options.Value;
        var began = time.GetTimestamp();
        logger.DrainingBegan(settings.Timeout);
        using var limit = new CancellationTokenSource(settings.Timeout - DrainingOptions.Reserve, time);
        try
        {
            await Task.WhenAll(parts.Select(part => part.DrainAsync(settings.Period, limit.Token)));
            var elapsed = time.GetElapsedTime(began);
            logger.DrainingEnded(elapsed);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            var elapsed = time.GetElapsedTime(began);
            logger.DrainingCutShort(elapsed);
        }
#pragma warning disable CA1031 // Whatever is wrong with the draining, the server was told to stop.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.DrainingFailed(e);
        }
    }
}
