using System.Security.Claims;
using Roadmap.Hubs.Access;

namespace Roadmap.Api.Access;

/// <summary>What became of a token. Why one is not valid is nobody's business but its maker's.</summary>
internal abstract record TokenReading
{
    private TokenReading() { }

    /// <param name="Caller">Whom it names.</param>
    /// <param name="Identity">The same with all that the token says, for what ASP.NET Core has of its own.</param>
    public sealed record Valid(Caller Caller, ClaimsIdentity Identity) : TokenReading;

    /// <summary>It is none, forged, not of ours, or not for us.</summary>
    public sealed record Invalid : TokenReading;

    public sealed record Expired : TokenReading;

    public sealed record Revoked : TokenReading;

    /// <summary>Its maker's keys could not be fetched yet.</summary>
    public sealed record Unreadable : TokenReading;
}
