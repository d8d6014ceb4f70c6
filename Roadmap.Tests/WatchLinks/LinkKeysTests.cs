using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Api.WatchLinks;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.WatchLinks;

/// <summary>The keys: who signs what, who reads it, and who does not.</summary>
public sealed class LinkKeysTests
{
    private static readonly WatchLink s_link = new()
    {
        LinkId = "l-1",
        TaskId = "t-1",
        TaskCreatedAt = DateTimeOffset.UnixEpoch.AddTicks(1),
        MayReview = false,
        UntilEnd = false,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1),
        CreatedBy = "ada",
    };

    private readonly Keys _store = new();

    [Fact]
    public async Task What_one_instance_has_signed_another_reads()
    {
        var (one, other) = (Instance(_store), Instance(_store));
        await ReadAsync(other, await MakeAsync(Instance(new Keys())));

        var read = await ReadAsync(other, await MakeAsync(one));

        read.ShouldBe(s_link);
        _store.All.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_an_older_key_has_signed_is_read_when_a_newer_one_signs()
    {
        var (one, other) = (Instance(_store), Instance(_store));
        var old = await MakeAsync(one);
        await MakeKeyAsync();

        var fresh = await MakeAsync(other);

        _store.All.Count.ShouldBe(2);
        KeyOf(fresh).ShouldNotBe(KeyOf(old));
        foreach (var (instance, token) in new[] { (one, fresh), (one, old), (other, old) })
            (await ReadAsync(instance, token)).ShouldBe(s_link);
    }

    [Fact]
    public async Task Nothing_else_is_read_whichever_bit_is_another()
    {
        var tokens = Instance(_store);
        var good = await MakeAsync(tokens);
        var signed = Convert.FromBase64String(good[4..].Replace('-', '+').Replace('_', '/').PadRight((good.Length - 4 + 3) / 4 * 4, '='));

        for (var bit = 0; bit < 8 * signed.Length; bit++)
        {
            signed[bit / 8] ^= (byte)(1 << (bit % 8));
            (await ReadAsync(tokens, "rml_" + System.Buffers.Text.Base64Url.EncodeToString(signed))).ShouldBeNull($"bit {bit}");
            signed[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        foreach (var length in Enumerable.Range("rml_".Length, good.Length - "rml_".Length))
            (await ReadAsync(tokens, good[..length])).ShouldBeNull($"{length} characters");
        foreach (var other in new[] { good + "A", good + ".", "rml_", "rml_.", "rml_rml_", $"rml_{SomeTokens.Of("ada")}" })
            (await ReadAsync(tokens, other)).ShouldBeNull(other);
        (await ReadAsync(tokens, await MakeAsync(Instance(new Keys())))).ShouldBeNull("another server's");
        (await ReadAsync(tokens, good)).ShouldBe(s_link);
    }

    [Fact]
    public async Task Nobody_makes_a_server_make_keys_by_sending_it_something()
    {
        await ReadAsync(Instance(_store), await MakeAsync(Instance(new Keys())));

        _store.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_who_send_what_nobody_signed_share_the_looks_into_the_store()
    {
        var (tokens, forged) = (Instance(_store), await MakeAsync(Instance(new Keys())));
        await MakeAsync(tokens);
        await ReadAsync(tokens, forged);
        var (before, hold) = (_store.Reads, new TaskCompletionSource());
        _store.Hold = hold.Task;

        var readers = Enumerable.Range(0, 100).Select(_ => ReadAsync(tokens, forged)).ToList();
        hold.SetResult();
        await Task.WhenAll(readers).InTime();

        (_store.Reads - before).ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task While_the_store_is_away_what_is_known_is_read_and_nothing_is_signed_for_the_first_time()
    {
        var (known, late) = (Instance(_store), Instance(_store));
        var token = await MakeAsync(known);
        await ReadAsync(known, token);
        _store.IsAway = true;

        (await ReadAsync(known, token)).ShouldBe(s_link);
        await Should.ThrowAsync<LogUnavailableException>(() => ReadAsync(late, token));
        await Should.ThrowAsync<LogUnavailableException>(() => MakeAsync(late));
        await Should.ThrowAsync<LogUnavailableException>(() => MakeAsync(Instance(new Keys { TakesNothing = true })));

        _store.IsAway = false;
        (await ReadAsync(late, token)).ShouldBe(s_link);
    }

    private static WatchLinkTokens Instance(IKeyStore store) => new(new LinkKeys(store));

    private static Task<string> MakeAsync(WatchLinkTokens tokens) => tokens.MakeAsync(s_link, CancellationToken.None).InTime();

    private static Task<WatchLink?> ReadAsync(WatchLinkTokens tokens, string token) =>
        tokens.ReadAsync(token, CancellationToken.None).InTime();

    /// <summary>The key is named behind the first four bytes.</summary>
    private static string KeyOf(string token) => token[10..30];

    /// <summary>As another instance would, when the last key is about to end; only that this one signs at once.</summary>
    private async Task MakeKeyAsync()
    {
        var activated = TimeProvider.System.GetUtcNow();
        var repository = new StoredKeys(_store, await _store.ReadAllAsync(CancellationToken.None));
        await using var services = new ServiceCollection().AddDataProtection().Services
            .Configure<KeyManagementOptions>(options => options.XmlRepository = repository).BuildServiceProvider();
        await Task.Run(() => services.GetRequiredService<IKeyManager>().CreateNewKey(activated, activated.AddDays(90))).InTime();
    }

    /// <summary>A store in memory.</summary>
    private sealed class Keys : IKeyStore
    {
        private readonly ConcurrentDictionary<string, string> _all = new(StringComparer.Ordinal);
        private int _reads;

        public IReadOnlyCollection<string> All => [.. _all.Values];

        public int Reads => Volatile.Read(ref _reads);

        public bool IsAway { get; set; }

        public bool TakesNothing { get; init; }

        public Task Hold { get; set; } = Task.CompletedTask;

        public Task AddAsync(string name, string xml, CancellationToken cancellationToken)
        {
            if (TakesNothing)
                throw new LogUnavailableException("The disk is full.");
            _all[name] = xml;
            return Task.CompletedTask;
        }

        public async Task<IReadOnlyList<string>> ReadAllAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            await Hold.InTime();
            return IsAway ? throw new LogUnavailableException("It is away.") : [.. _all.Values.Order(StringComparer.Ordinal)];
        }
    }
}
