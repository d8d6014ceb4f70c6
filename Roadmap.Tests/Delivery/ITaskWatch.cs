using Roadmap.Contracts;

namespace Roadmap.Tests.Delivery;

/// <summary>One watch of a task, of whichever kind.</summary>
internal interface ITaskWatch : IAsyncDisposable
{
    /// <summary>The next message.</summary>
    /// <exception cref="IOException">The watch is over, however that came.</exception>
    Task<object> NextAsync(CancellationToken cancellationToken);

    /// <summary>After the task's end: whatever still comes, up to where nothing more can.</summary>
    IAsyncEnumerable<object> RestAsync(CancellationToken cancellationToken);
}

/// <summary>Where watches of one kind begin.</summary>
internal interface ITaskWatches
{
    /// <exception cref="IOException">There is no connection now.</exception>
    Task<ITaskWatch> OpenAsync(string taskId, AfterPosition? after, CancellationToken cancellationToken);
}

internal enum WatchKind
{
    /// <summary>A connection to the hub of one instance, left by a TCP reset.</summary>
    Hub,

    /// <summary>The same, to a raw WebSocket.</summary>
    RawSocket,

    /// <summary>The same, to an event stream.</summary>
    EventStream,

    /// <summary><c>Roadmap.Client</c>, through a <see cref="FrontDoor"/>: it comes back by itself.</summary>
    DotNetClient,

    /// <summary>The npm package in a Node process, through a <see cref="FrontDoor"/>.</summary>
    NodeClient,
}
