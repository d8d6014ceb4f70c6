using Microsoft.Extensions.Caching.Memory;
using Roadmap.Api.Rest;
using Roadmap.Hubs.Access;

namespace Roadmap.Api.Access;

/// <summary>
/// Over HTTP a hub connection is many requests, which name it by an id in their query. SignalR serves whoever knows the id; here it must be
/// who began the connection, and for all others there is none. An id may stand in the log of a proxy.
/// </summary>
internal sealed class HubConnectionOwners : IMiddleware, IDisposable
{
    private const int Most = 100_000;

    /// <summary>A client says something much more often, or the hub lets it go.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _owners = new(new MemoryCacheOptions { SizeLimit = Most });

    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        !HubRequests.IsOne(context.Request) || HubRequests.BeginsConnection(context.Request)
            || CallerIdentity.Find(context) is not { } caller
            ? next(context)
            : InvokeAsync(context, caller, next);

    public void Dispose() => _owners.Dispose();

    private async Task InvokeAsync(HttpContext context, Caller caller, RequestDelegate next)
    {
        var id = HubRequests.ConnectionOf(context.Request);
        var who = (caller.Id, caller.Link?.LinkId);
        var owner = _owners.GetOrCreate(id, entry =>
        {
            entry.SetSize(1).SetSlidingExpiration(s_silence);
            return who;
        });
        if (owner != who)
        {
            await TransportRefusal.NoConnection.ExecuteAsync(context);
            return;
        }

        await next(context);
        // Whoever makes ids up takes no place.
        if (context.Response.StatusCode == StatusCodes.Status404NotFound)
            _owners.Remove(id);
    }
}
