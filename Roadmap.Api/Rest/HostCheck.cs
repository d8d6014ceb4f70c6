using System.Net;
using Roadmap.Contracts;
using Roadmap.Hubs.RawSockets;

namespace Roadmap.Api.Rest;

/// <summary>
/// Refuses what is asked of a host that the server is not, and a host that looks like punycode and is none:
/// <see cref="HttpRequest.Host"/> throws there, at whoever asks for it first.
/// </summary>
internal sealed class HostCheck(RequestDelegate next, AllowedHosts hosts, ILogger<HostCheck> logger)
{
    private const string Punycode = "xn--";
    private const string Sentence = "The server is not called by this name. Its setting AllowedHosts lists those by which it is.";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsReadable(request))
            return new ProblemResult(ErrorCodes.InvalidRequest, "The Host header names no host.").ExecuteAsync(context);

        var host = request.Headers.Host.ToString();
        if (hosts.Allows(host) || (IsForOperators(request) && IsAddress(host)))
            return next(context);

        logger.HostRefused(request.Path.Value ?? "/", host);
        return TaskSockets.IsRawSocket(context)
            ? TaskSockets.RefuseAsync(context, CloseCodes.InvalidRequest, Sentence)
            : new ProblemResult(ErrorCodes.InvalidRequest, Sentence).ExecuteAsync(context);
    }

    /// <summary>
    /// Orchestrators and Prometheus ask instances by their addresses. A page cannot: where it says an address, it is of that address.
    /// </summary>
    private static bool IsForOperators(HttpRequest request) =>
        request.Path.StartsWithSegments(Routes.Health, StringComparison.OrdinalIgnoreCase)
        || request.Path.Equals(Routes.Metrics, StringComparison.OrdinalIgnoreCase);

    private static bool IsAddress(string host) => IPEndPoint.TryParse(host, out _);

    private static bool IsReadable(HttpRequest request)
    {
        if (!request.Headers.Host.ToString().Contains(Punycode, StringComparison.OrdinalIgnoreCase))
            return true;
        try
        {
            return request.Host.HasValue;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
