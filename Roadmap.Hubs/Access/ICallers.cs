using Microsoft.AspNetCore.Http;

namespace Roadmap.Hubs.Access;

/// <summary>The host's word on who calls. A host that has none lets everybody do everything.</summary>
public interface ICallers
{
    /// <summary>Whether callers are told from one another at all.</summary>
    bool AreKnown { get; }

    /// <summary>Who asks. Whoever asks without a right to has been refused before.</summary>
    Caller Of(HttpContext context);

    /// <summary>Whom a token names that a connection brings; null when it is none, or is not valid (any more).</summary>
    Task<Caller?> ReadAsync(string token, CancellationToken cancellationToken);

    /// <summary>Why a caller is none any more; null while it is one. Waits for nothing.</summary>
    CallerEnd? EndOf(Caller caller);
}

/// <summary>How a caller ceases to be one.</summary>
public enum CallerEnd
{
    /// <summary>Its token has expired.</summary>
    Expired,

    /// <summary>Its token was revoked.</summary>
    Revoked,
}

/// <summary>There is no authentication.</summary>
internal sealed class UnknownCallers : ICallers
{
    public bool AreKnown => false;

    public Caller Of(HttpContext context) => Caller.Unrestricted;

    public Task<Caller?> ReadAsync(string token, CancellationToken cancellationToken) => Task.FromResult<Caller?>(Caller.Unrestricted);

    public CallerEnd? EndOf(Caller caller) => null;
}
