namespace Roadmap.Hubs.Subscriptions;

/// <summary>Where the host says that a task is there now: streams may wait for it (<see cref="UnknownTaskOptions"/>).</summary>
public interface ITaskArrivals
{
    /// <summary>The task is there. Costs little when nobody waits for it.</summary>
    void Came(string taskId);
}
