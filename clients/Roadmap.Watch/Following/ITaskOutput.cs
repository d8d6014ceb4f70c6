using Roadmap.Client;
using Roadmap.Contracts;

namespace Roadmap.Watch.Following;

/// <summary>Where a task that is followed is shown. It is called by one thread.</summary>
internal interface ITaskOutput
{
    /// <summary>The next message, each once and in order.</summary>
    /// <param name="message">An event, or the task as it is.</param>
    /// <param name="task">The task after it; null as long as that is not known.</param>
    void Show(ITaskMessage message, TaskSnapshot? task);

    /// <summary>How the connection stands.</summary>
    void ShowConnection(TaskWatchState state);

    /// <summary>Some events can no longer be had; the task as it is follows.</summary>
    void ShowLoss();
}
