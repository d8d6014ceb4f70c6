namespace Roadmap.Hubs.Connections;

/// <summary>
/// The connections that went last. What is still sent to one of them is sent to nobody: without this it would be looked for on the other
/// instances.
/// </summary>
internal sealed class DepartedConnections
{
    /// <summary>What is in the middle of being sent when a connection goes is sent within moments.</summary>
    public const int Remembered = 10_000;

    private readonly Lock _changing = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _inOrder = new();

    public void Add(string connectionId)
    {
        lock (_changing)
        {
            if (!_ids.Add(connectionId))
                return;
            _inOrder.Enqueue(connectionId);
            if (_inOrder.Count > Remembered)
                _ids.Remove(_inOrder.Dequeue());
        }
    }

    public bool Contains(string connectionId)
    {
        lock (_changing)
            return _ids.Contains(connectionId);
    }
}
