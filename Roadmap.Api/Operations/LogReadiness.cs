using Roadmap.Api.EventLog;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.Operations;

/// <summary>
/// Whether the log would take an append. It is asked to read and to write something tiny: a full disk, a file that has become read-only or
/// is gone, and a Redis that has no room or is a replica are seen only by who writes. However many ask, and however often, the log is asked
/// once at a time and about once a second.
/// </summary>
internal sealed class LogReadiness(ITaskEventLog log, TimeProvider time, ILogger<LogReadiness> logger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(1);

    private readonly Lock _asking = new();
    private Task<bool>? _answer;
    private long _askedAt;
    private bool _wasReady = true;

    public Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        lock (_asking)
        {
            if (_answer is null || (_answer.IsCompleted && time.GetElapsedTime(_askedAt) >= s_remembered))
                (_answer, _askedAt) = (Task.Run(AskAsync, CancellationToken.None), time.GetTimestamp());
            return _answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> AskAsync()
    {
        var reason = await FindFaultAsync();
        if (reason is not null && _wasReady)
            logger.LogNotReady(reason);
        else if (reason is null && !_wasReady)
            logger.LogReadyAgain();
        _wasReady = reason is null;
        return _wasReady;
    }

    /// <summary>Null when there is none.</summary>
    private async Task<string?> FindFaultAsync()
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        try
        {
            // Some stores wait for a disk or a lock without looking up.
            await log.CheckAsync(patience.Token).WaitAsync(patience.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return $"no answer in {s_patience.TotalSeconds} s";
        }
#pragma warning disable CA1031 // Whatever it is, an append would meet it too.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e is LogUnavailableException ? e.Message : e.GetType().Name;
        }
    }
}
