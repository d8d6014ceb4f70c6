using Roadmap.Contracts;

namespace Roadmap.Hubs.Feeds;

/// <summary>Where a stream is that waits for a task: before its first event, in whatever epoch that will be.</summary>
internal static class AwaitedPosition
{
    public static Position Before { get; } = new() { Epoch = ContractLimits.EpochOfUnknown, Seq = 0 };

    public static bool Is(AfterPosition position) => position is { Epoch: null or ContractLimits.EpochOfUnknown, Seq: 0 };
}
