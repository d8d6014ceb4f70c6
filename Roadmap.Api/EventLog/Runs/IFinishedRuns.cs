using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Runs;

/// <summary>
/// How long tasks have taken, in the log's own store. A run is remembered in the act that completes its task, and stays when the task goes.
/// </summary>
internal interface IFinishedRuns
{
    /// <summary>Of one group; the one that was completed longest ago goes first.</summary>
    const int PerGroup = 20;

    /// <summary>In all, in each part of the log; the group goes first of which no run was completed for longest.</summary>
    const int Groups = 200;

    /// <summary>The last runs of a group.</summary>
    /// <param name="group"><see cref="FinishedRun.GroupOf"/></param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Roadmap.Hubs.EventLog.LogUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<FinishedRun>> ReadAsync(string group, CancellationToken cancellationToken);
}
