using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>How much sooner a batch is handed out by two lanes than by one, when writing is what costs.</summary>
internal static class LanesFigure
{
    private const int Members = 1_000;
    private const int Batches = 20;
    private const int Rounds = 5;
    private const double WriteMicroseconds = 10;
    private const double Aim = 0.6;
    private static readonly int[] s_lanes = [1, 2];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        var write = Work.Lasting(WriteMicroseconds);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new HubsMetrics(services.GetRequiredService<IMeterFactory>());
        var groups = s_lanes.ToDictionary(lanes => lanes, lanes => GroupOf(lanes, write, metrics));
        var rounds = s_lanes.ToDictionary(lanes => lanes, _ => new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (lanes, group) in groups)
            {
                var began = Stopwatch.GetTimestamp();
                for (var i = 0; i < Batches; i++)
                    await group.SendAsync(PingMessage.Instance);
                if (round > 0)
                    rounds[lanes].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds / Batches);
            }
        }

        return new FigureTable(
            "Lanes",
            $"""
            A batch is handed to {Members:N0} members, each write to whom costs {WriteMicroseconds} µs of processor time: a group of the server's own, without connections. {Batches} batches, one after the other.
            Medians of {Rounds} rounds in turns after one for warming up; in brackets the lowest and the highest. The ratio is the median of the rounds' ratios.
            """,
            ["lanes", "a batch", "ratio", "aim"],
            [.. rounds.Select(round => Row(round.Key, round.Value, rounds[s_lanes[0]]))]);
    }

    private static TaskGroup GroupOf(int lanes, Work write, HubsMetrics metrics)
    {
        var unsendable = new UnsendableEvents(metrics, NullLogger<UnsendableEvents>.Instance);
        var group = new TaskGroup(lanes);
        var format = new PingFormat();
        for (var i = 0; i < Members; i++)
            group.Add(new ConnectionOutbox(
                new WorkingSink($"member-{i}", format, write), slowestRate: 1, unsendable, metrics, NullLogger.Instance));
        return group;
    }

    private static string[] Row(int lanes, List<double> milliseconds, List<double> yardstick)
    {
        var ratio = Samples.Median(milliseconds.Zip(yardstick, (mine, its) => mine / its));
        return
        [
            $"{lanes}",
            $"{Samples.Median(milliseconds):0.0} ms ({milliseconds.Min():0.0} to {milliseconds.Max():0.0})",
            $"{ratio:0.00}",
            lanes == 1 ? "" : FigureTable.Verdict($"≤ {Aim}", ratio <= Aim),
        ];
    }

    /// <summary>Processor time, not time: it takes longer while somebody else has the processor.</summary>
    private sealed class Work(int turns)
    {
        public static Work Lasting(double microseconds)
        {
            const int Probe = 2_000_000;
            new Work(Probe).Do();
            var began = Stopwatch.GetTimestamp();
            new Work(Probe).Do();
            return new Work((int)(Probe * microseconds / Stopwatch.GetElapsedTime(began).TotalMicroseconds));
        }

        public void Do() => Thread.SpinWait(turns);
    }

    private sealed class WorkingSink(string connectionId, WireFormat format, Work write) : ITaskSink
    {
        public string ConnectionId => connectionId;

        public WireFormat Format => format;

        public TcpPeer? Peer => null;

        public SharedSocketStream? WebSocket => null;

        public MessageBatch? KeepAlive => null;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> messages)
        {
            write.Do();
            return ValueTask.CompletedTask;
        }

        public void Disconnect(DisconnectReason reason)
        {
        }
    }

    private sealed class PingFormat : WireFormat
    {
        protected override void Write(HubMessage message, ArrayBufferWriter<byte> output) => output.Write("ping"u8);
    }
}
