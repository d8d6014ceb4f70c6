namespace Roadmap.Api.Rest;

/// <summary>What browsers are told to hold against whatever gets into a page of ours, and against pages that would frame it.</summary>
internal static class PageHeaders
{
    private const string NoSniff = "nosniff";

    /// <summary>Of every answer: nothing is taken for what its Content-Type does not say.</summary>
    public static IApplicationBuilder UseNoSniff(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers.XContentTypeOptions = NoSniff;
        return next(context);
    });

    /// <summary>
    /// Of a page: it loads, and calls, nothing but this server. The policy is the page's own, or the strictest under which it works.
    /// </summary>
    public static void Protect(HttpResponse page, string? policy = null)
    {
        var headers = page.Headers;
        headers.ContentSecurityPolicy = policy ?? PolicyFor(page.HttpContext.Request.Headers.Host.ToString());
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
    }

    /// <summary>Not every browser takes a WebSocket of the same host for <c>'self'</c>.</summary>
    private static string PolicyFor(string host)
    {
        var sockets = WebOrigin.Find($"{Uri.UriSchemeHttp}{Uri.SchemeDelimiter}{host}") is null ? "" : $" ws://{host} wss://{host}";
        return $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'{sockets}; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
