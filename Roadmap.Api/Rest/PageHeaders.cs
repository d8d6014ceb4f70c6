namespace Roadmap.Api.Rest;

/// <summary>What browsers are told to hold against whatever gets into a page of ours, and against pages that would frame it.</summary>
internal static class PageHeaders
{
    /// <summary>Which pages may put an answer in as a picture, a script or the like, for which a browser does not ask CORS.</summary>
    public const string ResourcePolicy = "Cross-Origin-Resource-Policy";

    /// <summary>An answer is for its caller, as things are at the moment: what a caller may see no more is not read from a cache.</summary>
    public const string NotKept = "no-store";

    private const string NoSniff = "nosniff";
    private const string SameOrigin = "same-origin";

    /// <summary>The page asks for none of these, and so nothing that gets into it may.</summary>
    private const string NoPermissions = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

    /// <summary>
    /// Of every answer: nothing is taken for what its Content-Type does not say, no page of another origin loads it unasked, and nobody on
    /// the way, nor the browser, keeps it. What may be kept says so itself, as the page's files do.
    /// </summary>
    public static IApplicationBuilder UseAnswerHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers.XContentTypeOptions = NoSniff;
        context.Response.Headers[ResourcePolicy] = SameOrigin;
        context.Response.Headers.CacheControl = NotKept;
        return next(context);
    });

    /// <summary>
    /// Of a page: what gets into it does nothing that the policy does not allow, and no other page frames it.
    /// </summary>
    public static void Protect(HttpResponse page, string policy)
    {
        var headers = page.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = SameOrigin;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers["Permissions-Policy"] = NoPermissions;
    }

    /// <summary>
    /// A page that loads and calls nothing but this server, and the origin beside it, if there is one. Not every browser takes a WebSocket
    /// of the same host for <c>'self'</c>. The icon of the page's tab is a picture that the page draws itself.
    /// </summary>
    public static string PolicyFor(HttpRequest request, string? calledToo = null)
    {
        var host = request.Headers.Host.ToString();
        var called = calledToo is null ? "" : $" {calledToo}";
        var sockets = WebOrigin.Find($"{Uri.UriSchemeHttp}{Uri.SchemeDelimiter}{host}") is null ? "" : $" ws://{host} wss://{host}";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; font-src 'self'; "
            + $"connect-src 'self'{sockets}{called}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";
    }
}
