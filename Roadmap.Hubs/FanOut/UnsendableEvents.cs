using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// Stored events that cannot be sent, of an older version for example: each is passed over aloud, so that the sequence has no hole and
/// nobody is kept from what follows.
/// </summary>
public sealed class UnsendableEvents(HubsMetrics metrics, ILogger<UnsendableEvents> logger)
{
    /// <summary>Each is in the log once, though it may be sent to thousands; when so many are remembered, it begins anew.</summary>
    private const int Remembered = 1_000;

    private readonly ConcurrentDictionary<(string TaskId, string Epoch, long Seq), bool> _told = new();

    /// <summary>What goes in its place.</summary>
    public UnreadableTaskEvent InPlaceOf(TaskEvent stored, Exception why)
    {
        metrics.EventUnsendable();
        if (_told.Count >= Remembered)
            _told.Clear();
        if (_told.TryAdd((stored.TaskId, stored.Epoch, stored.Seq), true))
            logger.EventUnsendable(why, stored.TaskId, stored.Seq, stored.Type);
        return UnreadableTaskEvent.InPlaceOf(stored);
    }

    /// <summary>The same for a message; null when it carries no event, and has nothing that could stand for it.</summary>
    internal HubMessage? InPlaceOf(HubMessage message, Exception why) =>
        message is InvocationMessage { Arguments: [TaskEvent stored and not UnreadableTaskEvent] }
            ? new InvocationMessage(TaskEventTypes.Unknown, [InPlaceOf(stored, why)])
            : null;
}
