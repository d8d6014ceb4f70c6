using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Feeds;

/// <summary>For a host's own part that works on a task, and has to hear what is appended to it wherever that happens.</summary>
public interface ITaskPins
{
    /// <summary>
    /// Keeps the task's feed going, so that <see cref="TaskEventsArrived"/> is published for what is appended from now on, until the pin is
    /// disposed of.
    /// </summary>
    /// <exception cref="RequestRefusedException"><c>task_not_found</c></exception>
    /// <exception cref="LogUnavailableException" />
    Task<IDisposable> PinAsync(string taskId);
}
