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
    private volatile IReadOnlyDictionary<string, DateTimeOffset>? _all;

    /// <summary>A token that does not say when it was issued is void as soon as any of its caller's is.</summary>
    public bool Hold(string? sub, DateTimeOffset? issuedAt) =>
        sub is not null && _all?.TryGetValue(sub, out var notBefore) == true && !(issuedAt >= notBefore);

    /// <summary>Before the first look nobody can say that a token is not void.</summary>
    /// <exception cref="LogUnavailableException">The store does not answer.</exception>
    public Task WhenKnownAsync(CancellationToken cancellationToken) => _all is null ? ReadAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Holds on this instance when it returns.</summary>
    public async Task AddAsync(string sub, DateTimeOffset notBefore, string by, CancellationToken cancellationToken)
    {
        await store.AddAsync(sub, notBefore, cancellationToken);
        logger.TokensRevoked(sub, notBefore, by);
        await ReadAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.NowAndEveryAsync(Period, time, logger, LookAsync, stoppingToken);

    private async Task ReadAsync(CancellationToken cancellationToken) => _all = await store.ReadAllAsync(cancellationToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
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
