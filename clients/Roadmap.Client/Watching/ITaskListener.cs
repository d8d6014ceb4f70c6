using Roadmap.Contracts;

namespace Roadmap.Client.Watching;

/// <summary>Hears a subscription. It is called in order, one call at a time, and must neither block nor throw.</summary>
internal interface ITaskListener
{
    void StateChanged(TaskWatchState state);

    /// <summary>What was known of the task is void; a snapshot follows.</summary>
    void Reset(ResetReason? reason);

    /// <summary>An event, each once and in order, or a snapshot in its place between them.</summary>
    void Receive(ITaskMessage message);
}
