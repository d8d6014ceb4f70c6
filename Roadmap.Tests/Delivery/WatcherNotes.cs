using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>What one watcher of one task writes down, from which it also knows its position.</summary>
internal sealed class WatcherNotes(string watcher, string taskId)
{
    private readonly List<Sighting> _sightings = [];
    private volatile Position? _position;

    public WatcherLog Log => new(watcher, taskId, _sightings);

    /// <summary>The last event that it has, or where it was let in; null before that.</summary>
    public Position? Position => _position;

    public bool HasEnded { get; private set; }

    /// <summary>To be called with what it subscribes with.</summary>
    public void Asked(AfterPosition? after) => _sightings.Add(new Sighting.Asked(after));

    /// <exception cref="IOException">It was told that the log is unavailable or that the server stops, and has to come back.</exception>
    public void See(object message)
    {
        switch (message)
        {
            case ConnectedMessage connected:
                // A position that was asked for and accepted moves with the events only.
                if (_position is null || connected.Recovered == false)
                    _position = connected.Position;
                _sightings.Add(new Sighting.Connected(connected.Position, connected.Recovered));
                break;
            case TaskSnapshot snapshot:
                HasEnded = snapshot.Status is TaskRunStatus.Completed;
                _sightings.Add(new Sighting.Status(new Position { Epoch = snapshot.Epoch, Seq = snapshot.Seq }, HasEnded));
                break;
            case TaskEvent stored:
                var position = new Position { Epoch = stored.Epoch, Seq = stored.Seq };
                _position = position;
                HasEnded = stored is CompletedEvent;
                _sightings.Add(new Sighting.Event(position, stored.Message ?? "", stored.Type));
                break;
            case ErrorMessage { Code: ErrorCodes.LogUnavailable }:
            case HubRefusal refusal when refusal.Error.Contains(ErrorCodes.LogUnavailable, StringComparison.Ordinal):
                throw new IOException("The log is unavailable.");
            case ClosingMessage { Reason: ClosingReasons.TaskEnded } when HasEnded:
                break;
            case ClosingMessage { Reason: ErrorCodes.ServerStopping or ErrorCodes.LogUnavailable } closing:
                throw new IOException(closing.Message);
            default:
                throw new InvalidOperationException($"{watcher} of {taskId} was told: {message}");
        }
    }
}
