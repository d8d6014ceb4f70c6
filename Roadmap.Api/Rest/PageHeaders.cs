namespace Roadmap.Api.Rest;

/// <summary>What browsers are told to hold against whatever gets into a page of ours, and against pages that would frame it.</summary>
internal static class PageHeaders
{
    /// <summary>Which pages may put an answer in as a picture, a script or the like, for which a browser does not ask CORS.</summary>
    public const string ResourcePolicy = "Cross-Origin-Resource-Policy";

    private const string NoSniff = "nosniff";
    private const string SameOrigin = "same-origin";

    /// <summary>The page asks for none of these, and so nothing that gets into it may.</summary>
    private const string NoPermissions = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

    /// <summary>
    /// Of every answer: nothing is taken for what its Content-Type does not say, and no page of another origin loads it unasked.
    /// </summary>
    public static IApplicationBuilder UseAnswerHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers.XContentTypeOptions = NoSniff;
        context.Response.Headers[ResourcePolicy] = SameOrigin;
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
        headers["Referrer-Policy"] = SameOrigin;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers["Permissions-Policy"] = NoPermissions;
    }

    /// <summary>
    /// Not every browser takes a WebSocket of the same host for <c>'self'</c>. The icon of the page's tab is a picture that the page draws
    /// itself.
    /// </summary>
    private static string PolicyFor(string host)
    {
        var sockets = WebOrigin.Find($"{Uri.UriSchemeHttp}{Uri.SchemeDelimiter}{host}") is null ? "" : $" ws://{host} wss://{host}";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; font-src 'self'; "
            + $"connect-src 'self'{sockets}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";
    }
}
