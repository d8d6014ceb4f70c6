using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.HubProtocols;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Hub;

/// <summary>
/// A hub connection as a manager of SignalR's sees it: what it writes goes into the connection's outbox, and is taken at once. So no
/// manager ever waits for a client, and one that reads nothing holds up nobody.
/// </summary>
internal sealed class OutboxConnection : HubConnectionContext
{
    private static readonly NoTransport s_noTransport = new();
    private static readonly HubConnectionContextOptions s_options = new();

    private readonly HubConnectionContext _connection;
    private readonly ConnectionOutbox _outbox;
    private readonly SharedMessages _shared;
    private FeatureCollection? _features;

    public OutboxConnection(HubConnectionContext connection, ConnectionOutbox outbox, SharedMessages shared)
        : base(s_noTransport, s_options, NullLoggerFactory.Instance)
    {
        _connection = connection;
        _outbox = outbox;
        _shared = shared;
        UserIdentifier = connection.UserIdentifier;
        // What a client answers is passed on as it is: our own protocols word errors for clients.
        Protocol = (connection.Protocol as IWordedHubProtocol)?.Stock ?? connection.Protocol;
    }

    public override string ConnectionId => _connection.ConnectionId;

    /// <summary>
    /// What a manager keeps with a connection, at any time. The connection's own features are changed by its requests, and are not made for
    /// several threads.
    /// </summary>
    public override IFeatureCollection Features => _features ??= new FeatureCollection(initialCapacity: 1);

    public override CancellationToken ConnectionAborted => _connection.ConnectionAborted;

    public override ValueTask WriteAsync(HubMessage message, CancellationToken cancellationToken = default) =>
        Enqueue(new MessageBatch([message]));

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default) =>
        Enqueue(_shared.BatchOf(message));

    public override void Abort() => _outbox.Disconnect(DisconnectReason.SendFailed);

    /// <summary>
    /// What cannot be written here is told when all others have been written to: thrown at once, it would keep it from them.
    /// </summary>
    private ValueTask Enqueue(MessageBatch batch)
    {
        try
        {
            _outbox.EnqueueOrThrow(batch);
            return ValueTask.CompletedTask;
        }
#pragma warning disable CA1031 // It is the manager's to judge.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>One serves all: the base class asks it while it is made, and nobody later.</summary>
    private sealed class NoTransport : ConnectionContext
    {
        public override string ConnectionId { get; set; } = "";

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items
        {
            get => throw Missing();
            set => throw Missing();
        }

        public override IDuplexPipe Transport
        {
            get => throw Missing();
            set => throw Missing();
        }

        private static NotSupportedException Missing() => new("All that is written here goes into an outbox.");
    }
}

/// <summary>What a manager of SignalR's sends to many, one after the other: it is serialised once for each format.</summary>
internal sealed class SharedMessages
{
    private volatile Shared? _last;

    public MessageBatch BatchOf(SerializedHubMessage message)
    {
        if (_last is { } last && ReferenceEquals(last.Message, message))
            return last.Batch;
        var batch = new MessageBatch([new ReadyMessage(message)]);
        _last = new Shared(message, batch);
        return batch;
    }

    private sealed record Shared(SerializedHubMessage Message, MessageBatch Batch);
}
