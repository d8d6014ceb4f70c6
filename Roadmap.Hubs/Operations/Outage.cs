namespace Roadmap.Hubs.Operations;

/// <summary>
/// Something that is tried again and again, and fails for as long as what it needs is away: that is told once, and once that it is over.
/// </summary>
public sealed class Outage
{
    private int _isOn;

    /// <summary>For who has failed. True when the last one has not.</summary>
    public bool Begins() => Interlocked.Exchange(ref _isOn, 1) == 0;

    /// <summary>For who has succeeded. True when the last one has not.</summary>
    public bool Ends() => Interlocked.Exchange(ref _isOn, 0) == 1;
}
