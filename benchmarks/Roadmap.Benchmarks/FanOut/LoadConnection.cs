using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MessagePack;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>
/// One watcher: a bare socket that speaks just enough WebSocket, and SignalR where it is on the hub, to subscribe, and then counts
/// messages.
/// </summary>
internal sealed class LoadConnection(
    LoadConnection.Edge edge, int task, IReadOnlyList<string> taskIds, LoadConnection.Reading reading) : FrameReader.IReceiver, IDisposable
{
    private const int TypeAt = 8;
    private const int ErrorAt = 30;
    private const int RawTypeAt = 9;
    private const byte Call = (byte)'1';
    private const byte Completion = (byte)'3';
    private const int PingFrame = 0x9;
    private const int PongFrame = 0xA;
    private const int TextFrame = 0x1;
    private const int BinaryFrame = 0x2;
    private const int PackedTypeAt = 1;
    private const int PackedKindAt = 5;
    private const byte PackedCall = 1;
    private const byte PackedCompletion = 3;
    private const byte PackedError = 1;
    private const string End = "\u001e";

    private static readonly byte[] s_ping = Frame(TextFrame, Encoding.UTF8.GetBytes("""{"type":6}""" + End));
    private static readonly byte[] s_packedPing = Frame(BinaryFrame, Measured("[6]"));

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Arrivals? _arrivals;
    private long _now;
    private int _answers;
    private int _calls;
    private int _callsUntilLive;
    private int _number;

    /// <summary>What it is connected to.</summary>
    public enum Edge
    {
        Hub,
        Raw,

        /// <summary>The hub, in MessagePack.</summary>
        Packed,
    }

    /// <summary>What becomes of a connection that has subscribed.</summary>
    public enum Reading
    {
        Always,

        /// <summary>Not any more: it stays open, with as small a buffer as there is.</summary>
        StopsWhenSubscribed,
    }

    public bool HasEnded { get; private set; }

    /// <summary>The moment at which the last of what it had missed arrived.</summary>
    public long LiveAt { get; private set; }

    /// <summary>Done when the subscription is answered and the missed events have arrived.</summary>
    /// <param name="afterSeq">The position to come back with; null for a newcomer.</param>
    /// <param name="missed">How many events follow that position.</param>
    public async Task OpenAsync(IPEndPoint server, long? afterSeq, int missed)
    {
        if (reading == Reading.StopsWhenSubscribed)
            _socket.ReceiveBufferSize = 1;
        await _socket.ConnectAsync(server);
        var path = edge != Edge.Raw
            ? Routes.Hub
            : $"{Routes.For(Routes.RawSocket, taskIds[0])}?include_history=false{(afterSeq is null ? "" : $"&after_seq={afterSeq}")}";
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: "
            + "13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        var buffer = new byte[16 * 1024];
        var early = await ReadUpgradeAsync(buffer);

        // A position asks for `connected` and the events after it; without one, and without history, `connected` alone comes.
        _callsUntilLive = afterSeq is null ? 0 : 1 + missed;
        if (edge == Edge.Hub)
            await _socket.SendAsync(Handshake(afterSeq));
        else if (edge == Edge.Packed)
            await _socket.SendAsync(PackedHandshake(afterSeq));
        _ = ReadAsync(buffer, early);
        await _subscribed.Task;
        if (_callsUntilLive > 0)
            await _live.Task;
    }

    private byte[] Handshake(long? afterSeq)
    {
        var after = afterSeq is null ? "" : $$""","after":{"seq":{{afterSeq}}}""";
        var subscribe = taskIds.Select(
            taskId =>
                $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[{"task_id":"{{taskId}}","include_history":false{{after}}}]}{{End}}""");
        return Frame(TextFrame, Encoding.UTF8.GetBytes($$"""{"protocol":"json","version":1}{{End}}{{string.Concat(subscribe)}}"""));
    }

    private byte[] PackedHandshake(long? afterSeq)
    {
        var after = afterSeq is null ? "" : $$""","after":{"seq":{{afterSeq}}}""";
        var subscribe = taskIds.SelectMany(
            taskId => Measured($$"""[1,{},"1","Subscribe",[{"task_id":"{{taskId}}","include_history":false{{after}}}],[]]"""));
        var handshake = Encoding.UTF8.GetBytes("""{"protocol":"messagepack","version":1}""" + End);
        return [.. Frame(BinaryFrame, handshake), .. Frame(BinaryFrame, [.. subscribe])];
    }

    /// <summary>Counts from here on into this run.</summary>
    public void Expect(Arrivals arrivals)
    {
        _number = 0;
        Volatile.Write(ref _arrivals, arrivals);
    }

    /// <summary>What a SignalR client sends every 15 s, so that it is not taken for gone.</summary>
    public void Ping()
    {
        if (!HasEnded && edge != Edge.Raw)
            _socket.Send(edge == Edge.Hub ? s_ping : s_packedPing);
    }

    public void TakeMessage(ReadOnlySpan<byte> beginning)
    {
        if (edge == Edge.Raw)
        {
            TakeRaw(beginning);
            return;
        }

        if (edge == Edge.Packed)
        {
            TakePacked(beginning);
            return;
        }

        var type = beginning.Length > TypeAt ? beginning[TypeAt] : default;
        if (type == Call)
        {
            TakeEvent();
        }
        else if (type == Completion && beginning.Length > ErrorAt && beginning[ErrorAt] == 'e')
        {
            _subscribed.TrySetException(new InvalidOperationException($"Subscribe was refused: {Encoding.UTF8.GetString(beginning)}"));
        }
        else if (type == Completion)
        {
            TakeAnswer();
        }
    }

    public void TakeControl(int opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == PingFrame)
            _socket.Send(Frame(PongFrame, payload.ToArray()));
    }

    /// <summary>Ends with a reset, as a client does that has lost its network.</summary>
    public void Dispose()
    {
        HasEnded = true;
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    /// <summary>[1, headers, null, target, …] is a call, [3, headers, id, 1, error] a refusal.</summary>
    private void TakePacked(ReadOnlySpan<byte> beginning)
    {
        var type = beginning[PackedTypeAt];
        if (type == PackedCall)
            TakeEvent();
        else if (type == PackedCompletion && beginning[PackedKindAt] == PackedError)
            _subscribed.TrySetException(new InvalidOperationException($"Subscribe was refused: {Encoding.UTF8.GetString(beginning)}"));
        else if (type == PackedCompletion)
            TakeAnswer();
    }

    private void TakeAnswer()
    {
        LiveAt = _now;
        if (++_answers == taskIds.Count)
            _subscribed.TrySetResult();
    }

    private void TakeRaw(ReadOnlySpan<byte> beginning)
    {
        var type = beginning[RawTypeAt..];
        if (type.StartsWith("connected"u8))
        {
            LiveAt = _now;
            _subscribed.TrySetResult();
            _calls++;
        }
        else if (type.StartsWith("progress"u8))
        {
            TakeEvent();
        }
        else
        {
            _subscribed.TrySetException(
                new InvalidOperationException($"The subscription was refused: {Encoding.UTF8.GetString(beginning)}"));
        }
    }

    private void TakeEvent()
    {
        _arrivals?.Add(task, _number++, _now);
        if (++_calls == _callsUntilLive)
        {
            LiveAt = _now;
            _live.TrySetResult();
        }
    }

    /// <summary>Returns what came behind the answer: a raw WebSocket's first frames may come with it.</summary>
    private async Task<byte[]> ReadUpgradeAsync(byte[] buffer)
    {
        var length = 0;
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = await _socket.ReceiveAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new InvalidOperationException("The server closed instead of upgrading.");
        }

        if (!buffer.AsSpan().StartsWith("HTTP/1.1 101 "u8))
            throw new InvalidOperationException($"The server did not upgrade: {Encoding.ASCII.GetString(buffer, 0, length)}");
        return buffer[(end + 4)..length];
    }

    private async Task ReadAsync(byte[] buffer, byte[] early)
    {
        var frames = new FrameReader(this, edge switch
        {
            Edge.Hub => FrameReader.Ends.WithSeparator,
            Edge.Packed => FrameReader.Ends.WithLength,
            _ => FrameReader.Ends.WithFrame,
        });
        try
        {
            _now = Stopwatch.GetTimestamp();
            frames.Read(early);
            while (await _socket.ReceiveAsync(buffer) is > 0 and var read)
            {
                _now = Stopwatch.GetTimestamp();
                _arrivals?.AddBytes(read);
                frames.Read(buffer.AsSpan(0, read));
                if (reading == Reading.StopsWhenSubscribed && _subscribed.Task.IsCompleted)
                    return;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended, which whoever waits for messages learns from HasEnded.
        }

        HasEnded = true;
        _subscribed.TrySetException(new InvalidOperationException("The connection ended."));
        _live.TrySetException(new InvalidOperationException("The connection ended."));
    }

    /// <summary>With its length before it, in one byte or two.</summary>
    private static byte[] Measured(string message)
    {
        var pack = MessagePackSerializer.ConvertFromJson(message);
        return pack.Length < 0x80 ? [(byte)pack.Length, .. pack] : [(byte)(pack.Length | 0x80), (byte)(pack.Length >> 7), .. pack];
    }

    /// <summary>Masked, as a client's frames must be; with a mask of zeros the payload stays what it is.</summary>
    private static byte[] Frame(int opcode, byte[] payload)
    {
        const int Final = 0x80;
        const int Masked = 0x80;
        byte[] length = payload.Length < 126
            ? [(byte)(Masked | payload.Length)]
            : [Masked | 126, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [(byte)(Final | opcode), .. length, 0, 0, 0, 0, .. payload];
    }
}
