using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Roadmap.Hubs.WebSockets;

/// <summary>
/// The stream beneath a WebSocket, which two write to in turns: the WebSocket its own frames (answers, pings, the close), and an outbox
/// ready-made ones, which thereby miss the way through the WebSocket and whatever stands before it. After the WebSocket's close neither
/// writes anything.
/// </summary>
/// <param name="inner">The upgraded connection.</param>
/// <param name="isHeldAtFirst">
/// Whether ready-made frames wait until the WebSocket has sent its first message: SignalR answers the handshake with it.
/// </param>
internal sealed class SharedSocketStream(Stream inner, bool isHeldAtFirst) : AsyncStream
{
    private const byte Final = 0x80;
    private const byte OpcodeBits = 0x0f;
    private const byte FirstControlOpcode = 0x8;
    private const byte CloseOpcode = 0x8;
    private const byte PingOpcode = 0x9;
    private const int ControlHeaderBytes = 2;
    private const int UnreadBytes = 4096;

    private readonly SemaphoreSlim _turn = new(isHeldAtFirst ? 0 : 1, 1);
    private readonly Lock _ending = new();

    /// <summary>
    /// The turn is the WebSocket's between the frames of one message. It writes one frame at a time, so this needs no lock of its own.
    /// </summary>
    private bool _isHeld = isHeldAtFirst;
    private volatile bool _isClosed;

    /// <summary>A ping of the WebSocket protocol, as the outbox sends it.</summary>
    public static ReadOnlyMemory<byte> Ping { get; } = new byte[] { Final | PingOpcode, 0 };

    /// <summary>Goes up whenever the peer is heard: the WebSocket reads on when it has read something.</summary>
    public int Reads { get; private set; }

    /// <summary>Whether the WebSocket has closed because its peer broke the protocol.</summary>
    public bool HasToldFault { get; private set; }

    /// <summary>Writes frames of the outbox. Those that come after the close are left out.</summary>
    public ValueTask WriteFramesAsync(ReadOnlyMemory<byte> frames) =>
        _turn.Wait(0) ? WriteInTurnAsync(frames) : WaitAndWriteFramesAsync(frames);

    /// <summary>The WebSocket writes one whole frame a call.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var (opcode, isFinal) = (buffer.Span[0] & OpcodeBits, (buffer.Span[0] & Final) != 0);
        if (!_isHeld)
            await _turn.WaitAsync(cancellationToken);
        var wasHeld = _isHeld;
        _isHeld = true;
        try
        {
            // The WebSocket answers pings also when it has closed.
            if (_isClosed)
                return;
            if (opcode == CloseOpcode)
            {
                _isClosed = true;
                HasToldFault = IsFault(buffer.Span);
            }

            await inner.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            // A control frame may stand between the frames of a message. After the close nothing is left to wait for.
            if (_isClosed || (opcode >= FirstControlOpcode ? !wasHeld : isFinal))
                EndHold();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Reads++;
        return inner.ReadAsync(buffer, cancellationToken);
    }

    /// <summary>
    /// The WebSocket has closed because the peer broke the protocol, and reads no more. If the connection ended with something unread, the
    /// peer would get a reset, and lose the close that says why: so what it has yet to say is read until it ends the connection, too.
    /// </summary>
    public async Task LingerAsync(TimeSpan atMost, TimeProvider time, CancellationToken aborted)
    {
        if (!HasToldFault)
            return;
        using var limit = new CancellationTokenSource(atMost, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted);
        var unread = new byte[UnreadBytes];
        try
        {
            while (await inner.ReadAsync(unread, ending.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It has gone, or takes too long.
        }

        await inner.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        // Whoever waits for the turn of a socket that ended in the middle of a message is let go.
        _isClosed = true;
        EndHold();
        if (!HasToldFault)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask WaitAndWriteFramesAsync(ReadOnlyMemory<byte> frames)
    {
        await _turn.WaitAsync();
        await WriteInTurnAsync(frames);
    }

    private ValueTask WriteInTurnAsync(ReadOnlyMemory<byte> frames)
    {
        var isPending = false;
        try
        {
            if (_isClosed)
                return ValueTask.CompletedTask;
            var write = inner.WriteAsync(frames);
            if (!write.IsCompleted)
            {
                isPending = true;
                return EndTurnAfterAsync(write);
            }

            // Taken here: what stands behind the write may be used again as soon as the turn is another's.
            write.GetAwaiter().GetResult();
            return ValueTask.CompletedTask;
        }
        catch (InvalidOperationException e)
        {
            throw Gone(e);
        }
        finally
        {
            if (!isPending)
                _turn.Release();
        }
    }

    /// <summary>
    /// The request beneath the socket was over before the write came to it, since its client has gone. No fault of anybody's.
    /// </summary>
    private static IOException Gone(InvalidOperationException requestIsOver) => new("The request is over.", requestIsOver);

    private async ValueTask EndTurnAfterAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (InvalidOperationException e)
        {
            throw Gone(e);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether the code of a close frame is one of those that the framework says to who breaks the protocol.</summary>
    private static bool IsFault(ReadOnlySpan<byte> frame) =>
        frame.Length >= ControlHeaderBytes + sizeof(ushort)
        && BinaryPrimitives.ReadUInt16BigEndian(frame[ControlHeaderBytes..]) is (ushort)WebSocketCloseStatus.ProtocolError
            or (ushort)WebSocketCloseStatus.InvalidPayloadData;

    private void EndHold()
    {
        lock (_ending)
        {
            if (!_isHeld)
                return;
            _isHeld = false;
            _turn.Release();
        }
    }
}
