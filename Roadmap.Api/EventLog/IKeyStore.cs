namespace Roadmap.Api.EventLog;

/// <summary>
/// The keys of watch links, in the log's own store, so that all instances sign and read with the same. None is ever deleted.
/// </summary>
internal interface IKeyStore
{
    /// <summary>Adds one key, or a word on keys, as ASP.NET Core's data protection writes it.</summary>
    /// <exception cref="Roadmap.Hubs.EventLog.LogUnavailableException">It is not known whether it happened.</exception>
    Task AddAsync(string name, string xml, CancellationToken cancellationToken);

    /// <exception cref="Roadmap.Hubs.EventLog.LogUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<string>> ReadAllAsync(CancellationToken cancellationToken);
}
