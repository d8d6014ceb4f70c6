namespace Roadmap.Hubs.Operations;

/// <summary>What became of a change that those who watch the list of tasks could be told.</summary>
internal enum ListChangeOutcome
{
    Sent,

    /// <summary>A newer one of the same task took its place before it was sent.</summary>
    Coalesced,

    /// <summary>It could not be sent, since other instances are out of reach.</summary>
    Failed,

    /// <summary>There was no place for it.</summary>
    Dropped,
}
