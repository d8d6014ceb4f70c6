using System.Security.Claims;
using Roadmap.Hubs.Access;

namespace Roadmap.Api.Access;

/// <summary>What became of a token. Why one is not valid is nobody's business but its maker's.</summary>
internal abstract record TokenReading
{
    private TokenReading() { }

    public sealed record Valid(CallerIdentity Identity) : TokenReading;

    /// <summary>It is none, forged, not of ours, or not for us.</summary>
    public sealed record Invalid : TokenReading;

    public sealed record Expired : TokenReading;

    public sealed record Revoked : TokenReading;

    /// <summary>The keys for it, or what was taken back, could not be read yet.</summary>
    public sealed record Unreadable : TokenReading;
}

/// <summary>
/// Whom a token names, with all that it says: ASP.NET Core passes a request's user on where it makes new requests of it, as for long
/// polling.
/// </summary>
internal sealed class CallerIdentity(Caller caller, ClaimsIdentity token) : ClaimsIdentity(token)
{
    public Caller Caller => caller;

    public static Caller? Find(HttpContext context) => context.User.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller;
}
