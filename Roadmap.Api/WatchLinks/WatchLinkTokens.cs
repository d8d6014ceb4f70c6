using System.Buffers.Text;
using Roadmap.Api.EventLog;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.WatchLinks;

/// <summary>
/// Links as the tokens that their holders send. All that a link says is in its token, so that reading one needs no store.
/// </summary>
internal sealed class WatchLinkTokens(LinkKeys keys)
{
    /// <summary>Tells them from other tokens; and whoever finds one where no secret should be knows what it is.</summary>
    public const string Prefix = "rml_";

    /// <exception cref="LogUnavailableException">There are no keys to sign with.</exception>
    public async Task<string> MakeAsync(WatchLink link, CancellationToken cancellationToken) =>
        Prefix + Base64Url.EncodeToString(await keys.SignAsync(WatchLinkJson.Write(link), cancellationToken));

    public static bool IsOne(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What the link says, whether or not it still holds; null when it is none of ours.</summary>
    /// <exception cref="LogUnavailableException">There are no keys to read with.</exception>
    public async Task<WatchLink?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        var text = token.AsSpan(Prefix.Length);
        if (!Base64Url.IsValid(text))
            return null;
        return await keys.ReadAsync(Base64Url.DecodeFromChars(text), cancellationToken) is { } json ? WatchLinkJson.Read(json) : null;
    }
}
