using Roadmap.Contracts;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// A client tells of tasks, and not of connections. What one of these would have said at the beginning follows from what was asked for,
/// and otherwise from the snapshot that the client begins with. After that, nothing but the client's own word explains a change of place.
/// </summary>
internal sealed class ClientStory(AfterPosition? after)
{
    private bool _hasBegun;
    private Position? _toldEnd;

    /// <summary>What a watcher is to write down for one message of the client.</summary>
    public IEnumerable<object> Tell(object message, bool isReset = false)
    {
        if (message is TaskEvent end && TaskEventTypes.IsTerminal(end.Type) && _toldEnd == PositionOf(message))
            yield break;
        if (isReset)
            yield return Connected(PositionOf(message), recovered: false);
        else if (!_hasBegun && message is not ConnectedMessage)
            yield return Begin(message);
        _hasBegun = true;
        // Beside a snapshot that tells the end, a client may hand over the end itself.
        _toldEnd = message is TaskSnapshot { FinishedAt: not null } ? PositionOf(message) : null;
        yield return message;
    }

    private ConnectedMessage Begin(object message) => after switch
    {
        null when message is TaskSnapshot => Connected(PositionOf(message), recovered: null),
        null => throw new InvalidOperationException($"Without a position a client begins with a snapshot, and not with {message}"),
        _ => Connected(new Position { Epoch = after.Epoch ?? PositionOf(message).Epoch, Seq = after.Seq!.Value }, recovered: true),
    };

    private static ConnectedMessage Connected(Position position, bool? recovered) =>
        new() { TaskId = "", Message = "", Position = position, Recovered = recovered };

    private static Position PositionOf(object message) => message switch
    {
        ITaskMessage numbered => new Position { Epoch = numbered.Epoch, Seq = numbered.Seq },
        ConnectedMessage connected => connected.Position,
        _ => throw new InvalidOperationException($"No client tells of {message}"),
    };
}
