using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.FanOut;

/// <summary>Keeps the names of the messages that were written to it. A test may hold writes up.</summary>
internal sealed class RecordedSink(string connectionId, WireFormat format) : ITaskSink
{
    private readonly StringBuilder _written = new();
    private TaskCompletionSource? _held;

    public string ConnectionId => connectionId;

    public WireFormat Format => format;

    public TcpPeer? Peer => null;

    public SharedSocketStream? WebSocket => null;

    public MessageBatch? KeepAlive { get; init; }

    public string Written => _written.ToString();

    public void Hold() => _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => Interlocked.Exchange(ref _held, null)?.SetResult();

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> messages)
    {
        if (_held is { } held)
            await held.Task.InTime();
        _written.Append(Encoding.UTF8.GetString(messages.Span));
    }

    public void Disconnect(DisconnectReason reason) => throw new InvalidOperationException($"{connectionId} was cut: {reason}.");
}

/// <summary>The names of the messages, each with a comma.</summary>
internal sealed class NamesFormat : WireFormat
{
    protected override void Write(HubMessage message, ArrayBufferWriter<byte> output) =>
        output.Write(Encoding.UTF8.GetBytes($"{((InvocationMessage)message).Target},"));
}

/// <summary>Cannot write anything.</summary>
internal sealed class BrokenFormat : WireFormat
{
    protected override void Write(HubMessage message, ArrayBufferWriter<byte> output) =>
        throw new NotSupportedException("This format writes nothing.");
}
