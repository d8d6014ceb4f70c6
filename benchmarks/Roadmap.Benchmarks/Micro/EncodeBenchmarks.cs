using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.EventStreams;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.HubProtocols;
using Roadmap.Hubs.RawSockets;

namespace Roadmap.Benchmarks.Micro;

/// <inheritdoc cref="MicroFigures.EncodeAsync"/>
public class EncodeBenchmarks
{
    private const int Many = 64;

    private readonly HubFrameFormat _hub = new(new WireHubProtocol(Options.Create(new JsonHubProtocolOptions())));
    private readonly HubFrameFormat _packed = new(new PackedHubProtocol(Options.Create(new MessagePackHubProtocolOptions())));
    private readonly JsonHubProtocol _stock = new();
    private readonly MessagePackHubProtocol _stockPacked = new();
    private readonly HubMessage[] _one = [MessageOf(1)];
    private readonly InvocationMessage _plain = new(TaskEventTypes.Progress, [PlainProgress.Of(SampleEvents.Progress(1))]);
    private readonly HubMessage[] _many = [.. Enumerable.Range(1, Many).Select(seq => MessageOf(seq))];

    [Benchmark(Description = "stock JSON protocol, one event")]
    public int StockEvent() => _stock.GetMessageBytes(_one[0]).Length;

    [Benchmark(Description = "hub, one event")]
    public int HubEvent() => Bytes(_hub, _one);

    [Benchmark(Description = "hub, 64 events")]
    public int HubEvents() => Bytes(_hub, _many);

    [Benchmark(Description = "stock MessagePack protocol, one event of a plain type")]
    public int StockPackedEvent() => _stockPacked.GetMessageBytes(_plain).Length;

    [Benchmark(Description = "hub in MessagePack, one event")]
    public int PackedEvent() => Bytes(_packed, _one);

    [Benchmark(Description = "hub in MessagePack, 64 events")]
    public int PackedEvents() => Bytes(_packed, _many);

    [Benchmark(Description = "raw WebSocket, one event")]
    public int RawEvent() => Bytes(RawFrameFormat.Instance, _one);

    [Benchmark(Description = "event stream, one event")]
    public int StreamEvent() => Bytes(EventStreamFormat.Instance, _one);

    private static InvocationMessage MessageOf(long seq) => new(TaskEventTypes.Progress, [SampleEvents.Progress(seq)]);

    private static int Bytes(WireFormat format, HubMessage[] messages) => format.Serialise(messages, SampleEvents.Unsendable)[0].Length;
}
