using Roadmap.Contracts;

namespace Roadmap.Api.Rest;

/// <summary>
/// Refuses a host that looks like punycode and is none: <see cref="HttpRequest.Host"/> throws there, at whoever asks for it first.
/// </summary>
internal sealed class HostCheck(RequestDelegate next)
{
    private const string Punycode = "xn--";

    public Task InvokeAsync(HttpContext context) => IsReadable(context.Request)
        ? next(context)
        : new ProblemResult(ErrorCodes.InvalidRequest, "The Host header names no host.").ExecuteAsync(context);

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
