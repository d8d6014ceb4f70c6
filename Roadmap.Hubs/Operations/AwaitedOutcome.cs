namespace Roadmap.Hubs.Operations;

/// <summary>How a stream's wait for a task that was not there yet ended.</summary>
internal enum AwaitedOutcome
{
    Came,
    TimedOut,
    ClientGone,
    TooMany,
}
