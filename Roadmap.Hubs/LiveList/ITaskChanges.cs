using Roadmap.Hubs.State;

namespace Roadmap.Hubs.LiveList;

/// <summary>Where the host's log leaves what has changed, for those who watch the list of tasks.</summary>
public interface ITaskChanges
{
    /// <summary>A task was made, or events were accepted. Waits for nothing, and costs nothing when nobody can be watching.</summary>
    /// <param name="before">Null when it was made.</param>
    /// <param name="state">The task after that.</param>
    void Tell(TaskState? before, TaskState state);
}
