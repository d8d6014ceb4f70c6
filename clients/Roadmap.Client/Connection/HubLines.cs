namespace Roadmap.Client.Connection;

/// <summary>
/// The lines of a client: one, unless a task is watched more than once at the same time, or there are more tasks than a line may carry. A
/// connection has one subscription to a task, so each further watch of it goes over another line.
/// </summary>
internal sealed class HubLines(RoadmapClientOptions options) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<HubLine> _lines = [];
    private bool _isDisposed;

    public HubLine Join(ILineUser user)
    {
        lock (_gate)
        {
            if (_isDisposed)
                throw new RoadmapException(ClientErrorCodes.Closed, "The client was disposed.");
            foreach (var known in _lines)
            {
                if (known.TryJoin(user))
                    return known;
            }

            var line = new HubLine(options);
            _lines.Add(line);
            line.TryJoin(user);
            return line;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _isDisposed = true;
        foreach (var line in _lines)
            await line.DisposeAsync().ConfigureAwait(false);
    }
}
