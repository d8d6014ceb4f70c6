using System.Buffers;

namespace Roadmap.Api.Rest;

/// <summary>
/// A web origin, in the one form in which origins are compared: browsers send the host in ASCII (<c>xn--mller-kva.example</c>), in lower
/// case and without the default port, while people, and ASP.NET Core's <see cref="HttpRequest.Host"/>, write it in Unicode, in any case and
/// with any port.
/// </summary>
internal sealed record WebOrigin(string Scheme, string Host, int Port)
{
    private static readonly SearchValues<char> s_notOfAnAuthority = SearchValues.Create("/\\?#@*, \t");

    public bool IsLoopback { get; private init; }

    public bool IsDefaultPort { get; private init; }

    /// <summary>Null when the text is no origin of a page: a scheme, a host and perhaps a port.</summary>
    public static WebOrigin? Find(string text)
    {
        var authority = text.IndexOf(Uri.SchemeDelimiter, StringComparison.Ordinal) + Uri.SchemeDelimiter.Length;
        if (authority < Uri.SchemeDelimiter.Length || text.AsSpan(authority).ContainsAny(s_notOfAnAuthority))
            return null;
        // Without the system's tables, which the program runs without, Uri leaves capitals beyond ASCII as they are.
        return Uri.TryCreate(text.ToLowerInvariant(), UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && AsciiHost(uri) is { } host
            ? new WebOrigin(uri.Scheme, host, uri.Port) { IsLoopback = uri.IsLoopback, IsDefaultPort = uri.IsDefaultPort }
            : null;
    }

    /// <summary>Whether a host in Unicode has a form in ASCII is found out only when it is asked for.</summary>
    private static string? AsciiHost(Uri uri)
    {
        try
        {
            return uri.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether it is the origin of whatever is served under this <c>Host</c> header. The scheme may differ: a proxy may have taken TLS off.
    /// </summary>
    public bool IsAt(string host) => Find(Scheme + Uri.SchemeDelimiter + host) is { } own && own.Host == Host && own.Port == Port;
}
