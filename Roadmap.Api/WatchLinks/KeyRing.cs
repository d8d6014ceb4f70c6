using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Roadmap.Api.EventLog;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.WatchLinks;

/// <summary>
/// The keys in the store, as of one moment, in ASP.NET Core's data protection: a newer state is another ring. Data protection by itself
/// looks into its store once a day, and would not know for so long a key that another instance has just made.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>Stand in what is signed: nothing else that is signed with the same keys passes for a link.</summary>
    private const string Application = "roadmap";
    private const string Purpose = "watch-link.v1";

    private readonly IReadOnlyList<string> _keys;
    private readonly IDataProtector _protector;

    private KeyRing(IKeyStore store, IReadOnlyList<string> keys)
    {
        _keys = keys;
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName(Application);
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new StoredKeys(store, keys));
        // It logs nothing: its words name keys, and say of every start that those are not encrypted where they are kept.
        _protector = services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose);
    }

    /// <param name="store">The store.</param>
    /// <param name="before">The last ring; it is also the next one when nothing has changed.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <exception cref="LogUnavailableException">The store does not answer.</exception>
    public static async Task<KeyRing> ReadAsync(IKeyStore store, KeyRing? before, CancellationToken cancellationToken)
    {
        var keys = await store.ReadAllAsync(cancellationToken);
        if (before is not null && keys.SequenceEqual(before._keys, StringComparer.Ordinal))
            return before;
        var ring = new KeyRing(store, keys);
        // Now and not when somebody's link is read: the last key may be about to end, and data protection waits for the store.
        if (keys.Count > 0)
            await ring.SignAsync([]);
        return ring;
    }

    /// <summary>When there is no key, or the last one is about to end, another is made and stored.</summary>
    /// <exception cref="LogUnavailableException">It cannot be stored.</exception>
    public async Task<byte[]> SignAsync(byte[] content)
    {
        try
        {
            return await Task.Run(() => _protector.Protect(content));
        }
        catch (CryptographicException e)
        {
            throw new LogUnavailableException("The next key of links could not be stored.", e);
        }
    }

    /// <summary>What was signed; null when it was not, or with a key that is not in this ring.</summary>
    public byte[]? TryRead(byte[] signed)
    {
        // Whoever sends anything at all would have the first key made.
        if (_keys.Count == 0)
            return null;
        try
        {
            return _protector.Unprotect(signed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
