using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace Roadmap.Api.Access;

/// <summary>
/// Tokens that were signed by whom they say, for this server, as it was found once: their holders bring them with every call and every
/// connection. Whether they still hold is asked anew each time.
/// </summary>
internal sealed class CheckedTokens : IDisposable
{
    private const int Most = 10_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <param name="token">What was brought.</param>
    /// <param name="keys">Whose word counts now: what was found by other keys is not found.</param>
    public CheckedToken? Find(string token, object keys) =>
        _known.TryGetValue(NameOf(token), out CheckedToken? found) && ReferenceEquals(found!.Keys, keys) ? found : null;

    public void Keep(string token, CheckedToken found)
    {
        using var entry = _known.CreateEntry(NameOf(token));
        entry.Size = 1;
        entry.AbsoluteExpiration = found.Identity.Caller.ExpiresAt;
        entry.Value = found;
    }

    public void Dispose() => _known.Dispose();

    /// <summary>The tokens themselves are not kept: whoever got hold of this memory would be all of their holders.</summary>
    private static string NameOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <param name="Identity">Whom the token names.</param>
/// <param name="ValidFrom">The earliest moment at which it holds; null when it says none.</param>
/// <param name="Keys">What it was checked by.</param>
internal sealed record CheckedToken(CallerIdentity Identity, DateTimeOffset? ValidFrom, object Keys);
