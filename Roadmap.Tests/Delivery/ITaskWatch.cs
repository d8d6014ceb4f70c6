namespace Roadmap.Tests.Delivery;

/// <summary>One connection of a watcher, of whichever kind. It is left by a TCP reset.</summary>
internal interface ITaskWatch : IDisposable
{
    /// <summary>The next message.</summary>
    /// <exception cref="IOException">The connection is over, however that came.</exception>
    Task<object> NextAsync(CancellationToken cancellationToken);

    /// <summary>After the task's end: whatever still comes, up to where nothing more can.</summary>
    IAsyncEnumerable<object> RestAsync(CancellationToken cancellationToken);
}

internal enum WatchKind
{
    Hub,
    RawSocket,
    EventStream,
}
