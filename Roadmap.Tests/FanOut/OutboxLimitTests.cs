using System.Buffers;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.FanOut;

/// <summary>How far a client may be behind, and how slowly it may take what is sent.</summary>
public sealed class OutboxLimitTests
{
    [Theory]
    [InlineData(ConnectionOutbox.Budget - 1, false)]
    [InlineData(ConnectionOutbox.Budget, false)]
    [InlineData(ConnectionOutbox.Budget + 1, true)]
    [AtLimit("bytes that wait for one client")]
    public void Behind_more_bytes_than_may_wait_no_message_is_taken(int waiting, bool isCut)
    {
        var sink = new HeldSink();
        var metrics = new HubsMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        var outbox = new ConnectionOutbox(
            sink, 1_000, new UnsendableEvents(metrics, NullLogger<UnsendableEvents>.Instance), metrics, NullLogger.Instance);
        outbox.Enqueue(Of(1));
        outbox.Enqueue(Of(waiting));

        outbox.Enqueue(Of(1));

        sink.Cut.ShouldBe(isCut ? DisconnectReason.Overflow : null);
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1_000, false)]
    [InlineData(1_001, false)]
    [AtLimit("what a client must take")]
    public void Who_takes_less_than_the_slowest_rate_is_cut_at_some_time(int bytesPerTick, bool isCut)
    {
        var watch = new PeerWatch(peer: null, socket: null, slowestRate: 1_000);

        var states = Enumerable.Range(0, 10_000).Select(tick => watch.Tick(inFlight: 1, (long)tick * bytesPerTick));

        states.Contains(PeerState.Stalled).ShouldBe(isCut);
    }

    private static MessageBatch Of(int bytes) => new([new InvocationMessage(new string('x', bytes), [])]);

    /// <summary>Never done with its first write.</summary>
    private sealed class HeldSink : ITaskSink
    {
        public string ConnectionId => "c1";

        public WireFormat Format { get; } = new BareFormat();

        public TcpPeer? Peer => null;

        public SharedSocketStream? WebSocket => null;

        public MessageBatch? KeepAlive => null;

        public DisconnectReason? Cut { get; private set; }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> messages) => new(new TaskCompletionSource().Task);

        public void Disconnect(DisconnectReason reason) => Cut = reason;
    }

    /// <summary>As many bytes as the name of the message has.</summary>
    private sealed class BareFormat : WireFormat
    {
        protected override void Write(HubMessage message, ArrayBufferWriter<byte> output) =>
            output.Write(System.Text.Encoding.ASCII.GetBytes(((InvocationMessage)message).Target));
    }
}
