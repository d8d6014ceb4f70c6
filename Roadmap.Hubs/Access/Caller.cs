using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Roadmap.Hubs.Access;

/// <summary>What a caller may do beside what everybody may with the tasks that are its own.</summary>
[Flags]
public enum CallerRoles
{
    /// <summary>A user: it sees and controls the tasks that it owns.</summary>
    User = 0,

    /// <summary>It makes tasks for anyone, and reports on those that it made.</summary>
    Worker = 1,

    /// <summary>It sees and controls everything.</summary>
    Operator = 2,
}

/// <summary>Who calls. A connection's caller may be renewed while it lasts; this is what was known at one moment.</summary>
public sealed record Caller
{
    /// <summary>Where there is no authentication, everybody; and the server itself.</summary>
    public static Caller Unrestricted { get; } = new() { Roles = CallerRoles.Operator };

    /// <summary>The token's <c>sub</c>, by which tasks are owned; null when nobody is named.</summary>
    public string? Id { get; init; }

    public required CallerRoles Roles { get; init; }

    /// <summary>When its token was issued: those from before a revocation are void. Null when nobody can say.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When its token ends; null when it never does.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>By which link it comes, if it has no token of its own: then this is all that it is.</summary>
    public WatchLink? Link { get; init; }

    /// <summary>When it asks: some links show a task until a while after its end only.</summary>
    public DateTimeOffset AskedAt { get; init; } = DateTimeOffset.MaxValue;

    public bool IsOperator => Roles.HasFlag(CallerRoles.Operator);

    public bool IsWorker => Roles.HasFlag(CallerRoles.Worker);

    public static Caller By(WatchLink link) => new() { Roles = CallerRoles.User, Link = link, ExpiresAt = link.ExpiresAt };

    /// <summary>The same caller, at a moment.</summary>
    public Caller At(DateTimeOffset now) => Link is null ? this : this with { AskedAt = now };

    /// <summary>For endpoints, which take a caller as they take what stands in the path.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) =>
        new(context.RequestServices.GetRequiredService<ICallers>().Of(context));
}
