using Roadmap.Api.EventLog;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.WatchLinks;

/// <summary>Signs links, and reads what was signed by any instance, also with a key that one of them made a moment ago.</summary>
internal sealed class LinkKeys(IKeyStore store)
{
    private readonly Lock _changing = new();
    private Task _look = Task.CompletedTask;
    private Task<KeyRing>? _nextLook;
    private volatile KeyRing? _ring;

    /// <exception cref="LogUnavailableException">The keys cannot be read, or a new one cannot be stored.</exception>
    public async Task<byte[]> SignAsync(byte[] content, CancellationToken cancellationToken)
    {
        var ring = _ring ?? await LookAsync(cancellationToken);
        return await ring.SignAsync(content);
    }

    /// <summary>What was signed; null when it was not, or not here.</summary>
    /// <exception cref="LogUnavailableException">The keys cannot be read.</exception>
    public async Task<byte[]?> ReadAsync(byte[] signed, CancellationToken cancellationToken)
    {
        if (_ring is { } ring && ring.TryRead(signed) is { } content)
            return content;
        return (await LookAsync(cancellationToken)).TryRead(signed);
    }

    /// <summary>
    /// Looks into the store. One looks at a time, and all who ask meanwhile share the next look: nobody can make more of it by sending what
    /// nobody signed.
    /// </summary>
    public Task<KeyRing> LookAsync(CancellationToken cancellationToken)
    {
        lock (_changing)
            return (_nextLook ??= LookAfterAsync(_look)).WaitAsync(cancellationToken);
    }

    private async Task<KeyRing> LookAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        lock (_changing)
            (_look, _nextLook) = (_nextLook!, null);
        // The ring before is not disposed of: somebody may be reading with it.
        return _ring = await KeyRing.ReadAsync(store, _ring, CancellationToken.None);
    }
}
