using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.RawSockets;

/// <summary>
/// One client that speaks plain JSON frames. Events go past the <see cref="WebSocket"/>, which reads, answers pings, and closes.
/// </summary>
internal sealed class RawSocket(
    string taskId, HttpContext context, WebSocket socket, SharedSocketStream stream, WireFormat format, int slowestRate, TimeProvider time,
    CancellationToken stopping)
    : ITaskStream
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _peerDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _closing;

    /// <summary>Kept: it is still asked for when the request, and its context with it, is over.</summary>
    public string ConnectionId { get; } = context.TraceIdentifier;

    public string TaskId => taskId;

    public TcpPeer? Peer { get; } = TcpPeer.Of(context);

    public SharedSocketStream? WebSocket => stream;

    public MessageBatch? KeepAlive => null;

    public WireFormat Format => format;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> messages) => stream.WriteFramesAsync(messages);

    public HubMessage ClosingMessageFor(CloseReason end) => end.ClosingOf(taskId);

    public void Finish(CloseReason end) => Close(CloseCodes.For(end.Reason), end.Message);

    public void Disconnect(DisconnectReason reason)
    {
        if (reason is DisconnectReason.Silent)
            context.Abort();
        Close(
            CloseCodes.For(reason switch
            {
                DisconnectReason.Stopping => ErrorCodes.ServerStopping,
                DisconnectReason.ReplayFailed or DisconnectReason.FeedBroke or DisconnectReason.SendFailed => ErrorCodes.LogUnavailable,
                _ => ClosingReasons.TooSlow,
            }),
            "Come back from your position.");
    }

    /// <summary>Reads what the client sends, until it has gone.</summary>
    /// <param name="onMessage">
    /// Gets each text of at most <see cref="ContractLimits.ClientFrameBytes"/>, and null for anything else that is no larger.
    /// </param>
    /// <param name="onTooLarge">Called once at most; what follows is not looked at.</param>
    public async Task ReceiveAsync(Func<ReadOnlyMemory<byte>?, Task> onMessage, Action onTooLarge)
    {
        var buffer = new byte[ContractLimits.ClientFrameBytes + 1];
        var isListening = true;
        try
        {
            for (var length = 0; ;)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;

                length = isListening ? length + received.Count : 0;
                if (length > ContractLimits.ClientFrameBytes)
                {
                    isListening = false;
                    length = 0;
                    onTooLarge();
                }
                else if (received.EndOfMessage && isListening)
                {
                    await onMessage(received.MessageType == WebSocketMessageType.Text ? buffer.AsMemory(0, length) : null);
                    length = 0;
                }
            }
        }
        catch (Exception e) when (IsPeerGone(e))
        {
            // Without a word; or it broke the WebSocket protocol, and the WebSocket has closed with a code of its own.
        }

        _peerDone.SetResult();
        if (stream.HasToldFault && Interlocked.Exchange(ref _closing, 1) == 0)
            return;
        Close(CloseCodes.Ended, "");
        await _closed.Task;
    }

    public static bool IsPeerGone(Exception e) =>
        e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;

    private void Close(int code, string reason)
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0)
            _ = CloseAsync(code, reason);
    }

    private async Task CloseAsync(int code, string reason)
    {
        using var limit = new CancellationTokenSource();
        var closing = SayCloseAsync(code, reason, limit.Token);
        var watch = new PeerWatch(Peer, stream, slowestRate);
        while (!await IsDoneAsync(closing))
        {
            if (watch.TickClosing(isHurried: stopping.IsCancellationRequested) != PeerState.Well)
                await limit.CancelAsync();
        }

        if (!closing.IsCompletedSuccessfully)
            context.Abort();
        _closed.SetResult();
    }

    private async Task SayCloseAsync(int code, string reason, CancellationToken cancellationToken)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, CloseFrameText.Fit(reason), cancellationToken);
        await _peerDone.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for one tick at most.</summary>
    private async Task<bool> IsDoneAsync(Task closing)
    {
        try
        {
            await closing.WaitAsync(s_tick, time);
        }
        catch (Exception e) when (e is TimeoutException || IsPeerGone(e))
        {
        }

        return closing.IsCompleted;
    }
}
