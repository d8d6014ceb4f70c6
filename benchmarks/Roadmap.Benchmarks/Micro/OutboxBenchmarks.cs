using System.Buffers;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Benchmarks.Micro;

/// <inheritdoc cref="MicroFigures.OutboxAsync"/>
public class OutboxBenchmarks
{
    private const int Members = 500;

    private readonly EmptyFormat _format = new();
    private readonly MessageBatch _batch = new([PingMessage.Instance]);
    private readonly TaskGroup _group = new(lanes: 1);
    private readonly ConnectionOutbox _outbox;

    public OutboxBenchmarks()
    {
        _outbox = OutboxOf(0);
        for (var i = 1; i <= Members; i++)
            _group.Add(OutboxOf(i));
    }

    [Benchmark(Description = "one outbox")]
    public void Outbox() => _outbox.Enqueue(_batch);

    [Benchmark(Description = "a group of 500")]
    public Task GroupAsync() => _group.SendAsync(PingMessage.Instance);

    private ConnectionOutbox OutboxOf(int number) =>
        new(new FreeSink($"member-{number}", _format), slowestRate: 1, SampleEvents.Unsendable, SampleEvents.Metrics, NullLogger.Instance);

    private sealed class FreeSink(string connectionId, WireFormat format) : ITaskSink
    {
        public string ConnectionId => connectionId;

        public WireFormat Format => format;

        public TcpPeer? Peer => null;

        public SharedSocketStream? WebSocket => null;

        public MessageBatch? KeepAlive => null;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> messages) => ValueTask.CompletedTask;

        public void Disconnect(DisconnectReason reason)
        {
        }
    }

    private sealed class EmptyFormat : WireFormat
    {
        protected override void Write(HubMessage message, ArrayBufferWriter<byte> output) => output.Write("ping"u8);
    }
}
