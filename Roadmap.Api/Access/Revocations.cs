using Roadmap.Api.EventLog;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Access;

/// <summary>
/// Whose tokens are void, as this instance knows it: looked up in the store again and again, so that no instance depends on being told.
/// </summary>
internal sealed class Revocations(IRevocationStore store, TimeProvider time, ILogger<Revocations> logger) : BackgroundService
{
    /// <summary>So soon a revocation holds on every instance.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Outage _outage = new();
    private IReadOnlyDictionary<string, DateTimeOffset> _all = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>A token that does not say when it was issued is void as soon as any of its caller's is.</summary>
    public bool Hold(string? sub, DateTimeOffset? issuedAt) =>
        sub is not null && Volatile.Read(ref _all).TryGetValue(sub, out var notBefore) && !(issuedAt >= notBefore);

    /// <summary>Holds on this instance when it returns.</summary>
    public async Task AddAsync(string sub, DateTimeOffset notBefore, string by, CancellationToken cancellationToken)
    {
        await store.AddAsync(sub, notBefore, cancellationToken);
        logger.TokensRevoked(sub, notBefore, by);
        Volatile.Write(ref _all, await store.ReadAllAsync(cancellationToken));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.NowAndEveryAsync(Period, time, logger, LookAsync, stoppingToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            Volatile.Write(ref _all, await store.ReadAllAsync(cancellationToken));
            if (_outage.Ends())
                logger.RevocationsBack();
        }
        catch (LogUnavailableException e)
        {
            if (_outage.Begins())
                logger.RevocationsAway(e.Message);
        }
    }
}
