using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Hubs.Access;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

/// <summary>What both stores promise of links and of their keys.</summary>
public sealed class WatchLinkStoreTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Links_are_kept_until_they_expire_and_so_is_what_was_revoked(bool inRedis)
    {
        await using var redis = inRedis ? await RedisServer.StartAsync() : null;
        await using var server = await HubServer.StartAsync(redis is null ? [] : [$"--ConnectionStrings:Redis={redis.ConnectionString}"]);
        await server.ReadyAsync();
        var store = server.Services.GetRequiredService<IWatchLinkStore>();
        var now = TimeProvider.System.GetUtcNow();
        var (first, second, expired) = (LinkTo("t-1", now.AddDays(1)), LinkTo("t-1", now.AddDays(2)), LinkTo("t-1", now.AddSeconds(-1)));

        (await AddAsync(first)).ShouldBeTrue();
        if (inRedis)
            (await AddAsync(first)).ShouldBeTrue("the answer may have been lost");
        (await AddAsync(expired)).ShouldBeTrue();
        (await AddAsync(second)).ShouldBeTrue("one of the two that there may be has expired");
        (await AddAsync(LinkTo("t-1", now.AddDays(1)))).ShouldBeFalse();
        (await AddAsync(LinkTo("t-2", now.AddDays(1)))).ShouldBeTrue();
        (await ReadAsync("t-1")).ShouldBe([new KeptLink(first, false), new KeptLink(second, false)], ignoreOrder: true);

        await store.RevokeAsync("t-1", second.LinkId, CancellationToken.None).InTime();
        await store.RevokeAsync("t-1", second.LinkId, CancellationToken.None).InTime();
        await store.RevokeAsync("t-2", first.LinkId, CancellationToken.None).InTime();
        await store.RevokeAsync("t-1", "nothing", CancellationToken.None).InTime();

        (await store.ReadRevokedAsync(CancellationToken.None).InTime()).ShouldBe([second.LinkId]);
        (await ReadAsync("t-1")).ShouldBe([new KeptLink(first, false), new KeptLink(second, true)], ignoreOrder: true);
        (await AddAsync(LinkTo("t-1", now.AddDays(1)))).ShouldBeFalse("a revoked link has its place until it expires");
        (await ReadAsync("t-3")).ShouldBeEmpty();
        server.Logged.Lines.ShouldBeEmpty();

        Task<bool> AddAsync(WatchLink link) => store.TryAddAsync(link, most: 2, CancellationToken.None).InTime();

        Task<IReadOnlyList<KeptLink>> ReadAsync(string task) => store.ReadAsync(task, CancellationToken.None).InTime();
    }

    private static WatchLink LinkTo(string task, DateTimeOffset expires) => new()
    {
        LinkId = Guid.NewGuid().ToString("N"),
        TaskId = task,
        TaskCreatedAt = expires.AddTicks(-12_345),
        MayReview = true,
        UntilEnd = true,
        CreatedAt = expires.AddDays(-3),
        ExpiresAt = expires,
        CreatedBy = "学习者 \"ada\"",
        CreatorsTokenIssuedAt = expires.AddDays(-4),
    };
}
