namespace Roadmap.Tests.Delivery;

internal enum FaultKind
{
    /// <summary>An event that was acknowledged, or that a number says was there, never came.</summary>
    Lost,

    /// <summary>An event came twice, or is stored twice.</summary>
    Repeated,

    /// <summary>Events came in another order than their numbers, or stand where their publishers were not told.</summary>
    Swapped,

    /// <summary>An event that nobody reported.</summary>
    Invented,

    /// <summary>An event after the end.</summary>
    AfterEnd,

    /// <summary>Two lives of the numbering, or two places in it, were joined without saying so.</summary>
    Spliced,

    /// <summary>A publisher was told of another number of events than it reported, or of a part of them.</summary>
    Miscounted,
}

/// <summary>One broken promise: what, to whom, and how it showed.</summary>
internal sealed record Fault(FaultKind Kind, string TaskId, string Who, string What);

/// <param name="Faults">Every broken promise.</param>
/// <param name="Resets">
/// How often a watcher was told <c>recovered: false</c>. That is no fault by itself; whether it may happen depends on what was done to the
/// log.
/// </param>
internal sealed record Verdict(IReadOnlyList<Fault> Faults, int Resets)
{
    private const int Shown = 20;

    public override string ToString()
    {
        var counts = Faults.CountBy(fault => fault.Kind).Select(kind => $"{kind.Key} {kind.Value}");
        return $"{Resets} resets, {Faults.Count} faults ({string.Join(", ", counts)})\n{string.Join('\n', Faults.Take(Shown))}";
    }
}
