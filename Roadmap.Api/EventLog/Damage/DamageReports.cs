using System.Text.Json;

namespace Roadmap.Api.EventLog.Damage;

/// <summary>
/// Says aloud what the log holds and cannot be read: written by another version, or damaged from outside. One record harms itself alone, so
/// whoever meets one passes it over and says so here. Each is counted every time, and told once.
/// </summary>
internal sealed class DamageReports(ApiMetrics metrics, ILogger<DamageReports> logger)
{
    /// <summary>When so many were told, they are told again.</summary>
    private const int Remembered = 1_000;

    private readonly Lock _changing = new();
    private readonly HashSet<(string Place, string TaskId)> _told = [];

    /// <param name="place">Table and row, or key.</param>
    /// <param name="taskId">Whose it is.</param>
    /// <param name="reason">Without a word of what is there.</param>
    public void Tell(string place, string taskId, string reason)
    {
        metrics.RecordUnreadable();
        lock (_changing)
        {
            if (_told.Count >= Remembered)
                _told.Clear();
            if (!_told.Add((place, taskId)))
                return;
        }

        logger.RecordUnreadable(place, taskId, reason);
    }

    public void Tell(string place, string taskId, Exception cause) =>
        Tell(place, taskId, cause is JsonException { Path: { } path } ? $"{cause.GetType().Name} at {path}" : cause.GetType().Name);
}
