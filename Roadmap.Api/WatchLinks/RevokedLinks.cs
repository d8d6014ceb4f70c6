using System.Collections.Frozen;
using Roadmap.Api.EventLog;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.WatchLinks;

/// <summary>
/// Which links are revoked, as this instance knows it: looked up in the store again and again, and the keys with them. While the store does
/// not answer, what was known last holds.
/// </summary>
internal sealed class RevokedLinks(IWatchLinkStore store, LinkKeys keys, TimeProvider time, ILogger<RevokedLinks> logger)
    : BackgroundService
{
    /// <summary>So soon a revocation holds on every instance.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Outage _outage = new();
    private volatile FrozenSet<string>? _all;

    public bool Holds(WatchLink link) => _all?.Contains(link.LinkId) != false;

    /// <summary>Before the first look nobody can say that a link is not revoked.</summary>
    /// <exception cref="LogUnavailableException">The store does not answer.</exception>
    public Task WhenKnownAsync(CancellationToken cancellationToken) => _all is null ? ReadAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Holds on this instance when it returns.</summary>
    public async Task AddAsync(WatchLink link, CancellationToken cancellationToken)
    {
        await store.RevokeAsync(link.TaskId, link.LinkId, cancellationToken);
        await ReadAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.NowAndEveryAsync(Period, time, logger, LookAsync, stoppingToken);

    private async Task ReadAsync(CancellationToken cancellationToken) =>
        _all = (await store.ReadRevokedAsync(cancellationToken)).ToFrozenSet(StringComparer.Ordinal);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            await keys.LookAsync(cancellationToken);
            if (_outage.Ends())
                logger.WatchLinksBack();
        }
        catch (LogUnavailableException e)
        {
            if (_outage.Begins())
                logger.WatchLinksAway(e.Message);
        }
    }
}
