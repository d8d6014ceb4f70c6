using System.Globalization;
using Roadmap.Benchmarks.FanOut;

namespace Roadmap.Benchmarks.Client;

/// <summary>What receiving an event costs the machine that watches: our client in .NET beside the bare SignalR client.</summary>
internal static class ReceivingFigure
{
    public const double Aim = 1.15;

    private const int Events = 100_000;
    private const int Rounds = 9;
    private const int WarmUps = 2;
    private static readonly string[] s_ways = [EventReceiver.Bare, EventReceiver.Iteration, EventReceiver.Monitor];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        _ = workplace;
        await using var server = await ChildProcess.StartAsync([EventReplay.Verb, $"{Events}"]);
        List<ChildProcess> receivers = [];
        try
        {
            foreach (var way in s_ways)
                receivers.Add(await ChildProcess.StartAsync([EventReceiver.Verb, way, server.Greeting], EventReceiver.Environment));
            var costs = s_ways.Select(_ => new List<double>()).ToList();
            for (var round = -WarmUps; round < Rounds; round++)
            {
                foreach (var (receiver, cost) in receivers.Zip(costs))
                {
                    var milliseconds = await ReceiveAsync(receiver);
                    if (round >= 0)
                        cost.Add(milliseconds);
                }
            }

            return new FigureTable(
                "Receiving in .NET",
                $"""
                A process receives {Events:N0} events of one task, each in a frame of its own, from a server that made them beforehand. Its processor time, user and system.
                Medians of {Rounds} runs in turns after {WarmUps} for warming up; in brackets the lowest and the highest. The ratio is the median of the rounds' ratios. Read the ratio.
                """,
                ["received by", "CPU per 10,000 events", "ratio", "aim"],
                [.. s_ways.Zip(costs, (way, cost) => Row(way, cost, costs[0]))]);
        }
        finally
        {
            foreach (var receiver in receivers)
                await receiver.DisposeAsync();
        }
    }

    private static async Task<double> ReceiveAsync(ChildProcess receiver)
    {
        const double PerEvents = 10_000;
        const double MillisecondsPerSecond = 1_000;
        var before = receiver.CpuSeconds;
        await receiver.AskAsync($"receive {Events}");
        return (receiver.CpuSeconds - before) * MillisecondsPerSecond * PerEvents / Events;
    }

    private static string[] Row(string way, List<double> cost, List<double> bare)
    {
        var ratio = Samples.Median(cost.Zip(bare, (one, other) => one / other));
        return
        [
            way,
            string.Create(CultureInfo.InvariantCulture, $"{Samples.Median(cost):0.0} ms ({cost.Min():0.0} to {cost.Max():0.0})"),
            $"{ratio:0.00}",
            way == EventReceiver.Bare ? "" : FigureTable.Verdict($"{Aim}", ratio <= Aim),
        ];
    }
}
