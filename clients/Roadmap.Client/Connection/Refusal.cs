using System.Net;
using System.Text.RegularExpressions;
using Roadmap.Contracts;

namespace Roadmap.Client.Connection;

/// <summary>What SignalR's exceptions say, as one of ours.</summary>
internal static partial class Refusal
{
    private const string Marker = "HubException: ";

    /// <summary>
    /// SignalR puts its own words before the text of a refused call, which is <c>code: sentence</c>. Null when it is no refusal of the
    /// server's.
    /// </summary>
    public static RoadmapException? In(Exception? exception)
    {
        if (exception is null)
            return null;
        var at = exception.Message.LastIndexOf(Marker, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var match = CodeAndSentence().Match(exception.Message[(at + Marker.Length)..]);
        return match.Success ? new RoadmapException(match.Groups["code"].Value, match.Groups["sentence"].Value, exception) : null;
    }

    /// <summary>
    /// Why a connection ended, or did not begin. Who has been connected once has the right address: then a path that is not there any more
    /// is a proxy's, whose server is away.
    /// </summary>
    public static RoadmapException Of(Exception? exception, Uri address, bool wasConnected)
    {
        if (exception is RoadmapException or null)
            return exception as RoadmapException ?? new RoadmapException(ClientErrorCodes.Unreachable, "The server closed the connection.");
        if (In(exception) is { } refusal)
            return refusal;
        var status = (exception as HttpRequestException)?.StatusCode ?? StatusIn(exception);
        return status switch
        {
            HttpStatusCode.Unauthorized => new RoadmapException(ErrorCodes.Unauthenticated, "There is no valid token.", exception),
            HttpStatusCode.Forbidden => new RoadmapException(ErrorCodes.Forbidden, "This may not be watched from here.", exception),
            HttpStatusCode.TooManyRequests =>
                new RoadmapException(ErrorCodes.RateLimited, "There were too many connections for now.", exception),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.OK when !wasConnected =>
                new RoadmapException(ClientErrorCodes.WrongUrl, $"There is no task progress hub at {address}.", exception),
            _ when !wasConnected && exception is InvalidDataException =>
                new RoadmapException(ClientErrorCodes.WrongUrl, $"There is no task progress hub at {address}.", exception),
            _ => new RoadmapException(
                ClientErrorCodes.Unreachable, $"There is no connection to the server: {exception.Message}", exception),
        };
    }

    // Without negotiation a WebSocket's exception has the status in its words alone; where the server closes it at once, the close code,
    // which is 4 before it.
    private static HttpStatusCode? StatusIn(Exception exception) =>
        StatusInWords().Match(exception.Message) is { Success: true } match
            ? (HttpStatusCode)int.Parse(match.Groups["status"].ValueSpan)
            : null;

    [GeneratedRegex(
        "^(?<code>[a-z_]+): (?<sentence>.+)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CodeAndSentence();

    [GeneratedRegex(@"(status code '|closed with error: 4)(?<status>4\d{2})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex StatusInWords();
}
