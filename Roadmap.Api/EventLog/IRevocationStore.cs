namespace Roadmap.Api.EventLog;

/// <summary>
/// Whose tokens are void, and until which moment they were issued: in the log's own store, so that all instances know it, and after a
/// restart too. One entry for each caller, the last that was written.
/// </summary>
internal interface IRevocationStore
{
    /// <exception cref="Roadmap.Hubs.EventLog.LogUnavailableException">It is not known whether it happened.</exception>
    Task AddAsync(string sub, DateTimeOffset notBefore, CancellationToken cancellationToken);

    /// <exception cref="Roadmap.Hubs.EventLog.LogUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAllAsync(CancellationToken cancellationToken);
}
