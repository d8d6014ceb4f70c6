using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Roadmap.Api.Hosting;

/// <summary>
/// Stops the program when it is told to, after it has drained. It stands in the place of the console's lifetime, which begins to stop the
/// host at the signal: SignalR would close every connection in that moment, and its JavaScript clients would stop for good.
/// </summary>
internal sealed class DrainingLifetime(
    ServerDraining draining, IHostApplicationLifetime application, IOptions<HostOptions> host, IOptions<DrainingOptions> options,
    TimeProvider time)
    : IHostLifetime, IDisposable
{
    /// <summary>Kestrel takes so long to cut off the requests that are still there when the host's time is over.</summary>
    private static readonly TimeSpan s_abort = TimeSpan.FromSeconds(1);

    private PosixSignalRegistration[] _signals = [];
    private int _isStopping;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }
            .Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }

    /// <summary>A second signal is left to the system, which ends the process at once.</summary>
    private void OnSignal(PosixSignalContext context)
    {
        if (Interlocked.Exchange(ref _isStopping, 1) != 0)
            return;
        context.Cancel = true;
        _ = StopAsync();
    }

    private async Task StopAsync()
    {
        var signalled = time.GetTimestamp();
        await draining.DrainAsync();
        var left = options.Value.Timeout - time.GetElapsedTime(signalled) - s_abort;
        // The host looks at it when it begins to stop. Nothing is left when the process itself was stopped meanwhile.
        host.Value.ShutdownTimeout = left > s_abort ? left : s_abort;
        application.StopApplication();
    }
}
