using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Roadmap.Api.Access;

/// <summary>
/// Takes <c>access_token</c> out of a request's query before anything sees it: what logs, traces, redirects or answers with a request's
/// address has none to tell. Only who asks for the token gets it.
/// </summary>
internal sealed class QueryTokens(IServiceProvider services) : IHttpContextFactory
{
    private const string Name = "access_token";

    private readonly DefaultHttpContextFactory _stock = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        var context = _stock.Create(featureCollection);
        if (context.Request.QueryString.HasValue)
            Hide(context);
        return context;
    }

    public void Dispose(HttpContext httpContext) => _stock.Dispose(httpContext);

    /// <summary>The token of the query; null when there is none, or when there are several.</summary>
    public static string? Find(HttpContext context) => context.Features.Get<Hidden>()?.Token;

    private static void Hide(HttpContext context)
    {
        var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        List<string>? tokens = null;
        foreach (var pair in new QueryStringEnumerable(request.QueryString))
        {
            if (IsToken(pair))
                (tokens ??= []).Add(pair.DecodeValue().ToString());
        }

        if (tokens is null)
            return;
        var kept = new List<string>();
        foreach (var pair in new QueryStringEnumerable(request.QueryString))
        {
            if (!IsToken(pair))
                kept.Add($"{pair.EncodedName}={pair.EncodedValue}");
        }

        request.QueryString = kept.Count == 0 ? "" : $"?{string.Join('&', kept)}";
        var target = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        if (target >= 0)
            request.RawTarget = string.Concat(request.RawTarget.AsSpan(0, target), request.QueryString);
        context.Features.Set(new Hidden(tokens.Count == 1 ? tokens[0] : null));
    }

    private static bool IsToken(QueryStringEnumerable.EncodedNameValuePair pair) =>
        pair.DecodeName().Span.Equals(Name, StringComparison.OrdinalIgnoreCase);

    private sealed record Hidden(string? Token);
}
