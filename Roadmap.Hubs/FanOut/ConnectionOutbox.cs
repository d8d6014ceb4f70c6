using Microsoft.Extensions.Logging;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// Everything that is sent to one connection goes through here, in order, one write at a time. Taking a message never waits: a client that
/// does not keep up is cut off, and comes back from its position.
/// </summary>
/// <param name="sink">The connection.</param>
/// <param name="slowestRate">Bytes a second that its peer has to take.</param>
/// <param name="unsendable">What to do about an event that cannot be sent.</param>
/// <param name="metrics">Counts.</param>
/// <param name="logger">Tells.</param>
internal sealed class ConnectionOutbox(ITaskSink sink, int slowestRate, UnsendableEvents unsendable, HubsMetrics metrics, ILogger logger)
{
    /// <summary>Bytes that may wait behind the write in flight, before the next message is too much.</summary>
    public const int Budget = 1024 * 1024;

    /// <summary>Ticks without a message, after which a client that waits for one is sent a sign of life.</summary>
    public const int KeepAliveAfter = 15;

    private readonly Lock _gate = new();
    private readonly PeerWatch _peer = new(sink.Peer, sink.WebSocket, slowestRate);

    // Most connections never need these.
    private Queue<ReadOnlyMemory<byte>>? _waiting;
    private List<TaskCompletionSource>? _drainWaiters;

    private int _waitingBytes;
    private bool _writing;
    private bool _closed;
    private byte _quietTicks;
    private int _bytesInFlight;
    private long _bytesWritten;

    /// <summary>Set when the last message was taken.</summary>
    private CloseReason? _end;

    public string ConnectionId => sink.ConnectionId;

    public bool IsStream => sink is ITaskStream;

    /// <summary>
    /// Takes messages that belong together, or cuts the connection when too much is waiting before them, or when they cannot be written.
    /// Never throws: what is wrong with one connection, or with what one is told, is none of the others'.
    /// </summary>
    public void Enqueue(MessageBatch batch)
    {
        try
        {
            Enqueue(batch, batch.PiecesFor(sink.Format, unsendable));
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
        }
    }

    /// <summary>
    /// Takes what a host sends. What cannot be written is the host's fault, and is told to it: the connection is none the worse.
    /// </summary>
    public void EnqueueOrThrow(MessageBatch batch) => Enqueue(batch, batch.PiecesFor(sink.Format, unsendable));

    private void Enqueue(MessageBatch batch, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            if (_closed)
            {
                metrics.SendFailed(HubsMetrics.ClientGone);
                logger.WebSocketSendFailed(ConnectionId, "closed", HubsMetrics.ClientGone);
                return;
            }

            if (_waitingBytes > Budget)
            {
                DisconnectLocked(DisconnectReason.Overflow);
                return;
            }

            metrics.Delivered(batch.Count);
            _quietTicks = 0;
            for (var i = _writing ? 0 : 1; i < pieces.Count; i++)
                WaitLocked(pieces[i]);
            if (_writing)
                return;
            BeginLocked(pieces[0]);
        }

        // The usual case: nothing was in flight, and this write is done before it returns.
        _ = WriteAsync(pieces[0]);
    }

    /// <summary>
    /// Takes a stream's last message, and nothing after it; when it is written, the stream is closed. A hub connection has no such end.
    /// </summary>
    public void End(CloseReason end)
    {
        if (sink is not ITaskStream stream)
            return;
        lock (_gate)
        {
            if (_closed || _end is not null)
                return;
            _end = end;
            foreach (var piece in stream.ClosingMessageFor(end) is { } closing ? sink.Format.Serialise([closing], unsendable) : [])
                WaitLocked(piece);
            if (_writing)
                return;
            _writing = true;
        }

        _ = WriteAsync(first: null);
    }

    /// <summary>Done when everything taken so far is written, or the connection is closed.</summary>
    public Task WaitUntilDrainedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_closed || !_writing)
                return Task.CompletedTask;
            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_drainWaiters ??= []).Add(waiter);
            return waiter.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Called once a second.</summary>
    public void Tick()
    {
        ReadOnlyMemory<byte> sign;
        lock (_gate)
        {
            // A write that has no bytes yet is about to begin.
            if (_closed || (_writing && _bytesInFlight == 0))
                return;
            switch (_peer.Tick(_writing ? _bytesInFlight : 0, _bytesWritten))
            {
                case PeerState.Stalled:
                    DisconnectLocked(DisconnectReason.Stalled);
                    return;
                case PeerState.Silent:
                    DisconnectLocked(DisconnectReason.Silent);
                    return;
                case PeerState.Ping:
                    sign = SharedSocketStream.Ping;
                    break;
                case PeerState.Well when !_writing && sink.KeepAlive is { } keepAlive && ++_quietTicks >= KeepAliveAfter:
                    _quietTicks = 0;
                    sign = keepAlive.PiecesFor(sink.Format, unsendable)[0];
                    break;
                default:
                    return;
            }

            BeginLocked(sign);
        }

        _ = WriteAsync(sign);
    }

    /// <summary>
    /// Ends the connection at once, without a close message, which would wait behind the stalled write. Clients reconnect after it.
    /// </summary>
    public void Disconnect(DisconnectReason reason)
    {
        lock (_gate)
            DisconnectLocked(reason);
    }

    /// <summary>The connection has gone: nothing more is taken.</summary>
    public void Close()
    {
        lock (_gate)
            CloseLocked();
    }

    private void DisconnectLocked(DisconnectReason reason)
    {
        if (_closed)
            return;
        metrics.ConnectionCut(reason);
        var word = WireWord.Of(reason);
        logger.ConnectionCut(ConnectionId, word);
        CloseLocked();
        sink.Disconnect(reason);
    }

    private void CloseLocked()
    {
        _closed = true;
        _waiting?.Clear();
        _waitingBytes = 0;
        ReleaseDrainWaiters();
    }

    private void BeginLocked(ReadOnlyMemory<byte> piece)
    {
        _writing = true;
        _bytesInFlight = piece.Length;
    }

    private void WaitLocked(ReadOnlyMemory<byte> piece)
    {
        (_waiting ??= new()).Enqueue(piece);
        _waitingBytes += piece.Length;
    }

    private void ReleaseDrainWaiters()
    {
        foreach (var waiter in _drainWaiters ?? [])
            waiter.SetResult();
        _drainWaiters = null;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte>? first)
    {
        try
        {
            for (var next = first ?? Take(); next is { } piece; next = Take())
                await sink.WriteAsync(piece);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            metrics.SendFailed(HubsMetrics.ClientGone);
            logger.WebSocketSendFailed(ConnectionId, "open", HubsMetrics.ClientGone);
            Close();
        }
#pragma warning disable CA1031 // A fault of the server in one connection is none of the others'.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        metrics.SendFailed(e.GetType().Name);
        logger.SendFailed(e, ConnectionId);
        Disconnect(DisconnectReason.SendFailed);
    }

    /// <summary>What is to be written next; when there is nothing, the outbox is idle again, or at its end.</summary>
    private ReadOnlyMemory<byte>? Take()
    {
        lock (_gate)
        {
            if (_waiting?.TryDequeue(out var next) == true)
            {
                _waitingBytes -= next.Length;
                _bytesWritten += _bytesInFlight;
                BeginLocked(next);
                return next;
            }

            _writing = false;
            _bytesWritten += _bytesInFlight;
            _bytesInFlight = 0;
            ReleaseDrainWaiters();
            if (_end is { } end && !_closed)
            {
                CloseLocked();
                ((ITaskStream)sink).Finish(end);
            }

            return null;
        }
    }
}
