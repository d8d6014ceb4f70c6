namespace Roadmap.Hubs.Subscriptions;

/// <summary>Whether streams may wait for a task that is not there yet.</summary>
public sealed class UnknownTaskOptions
{
    /// <summary>How long; 0: they may not.</summary>
    public TimeSpan Limit { get; set; }
}
