using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.Requests;

/// <summary>A request was refused, and changed nothing. The edges turn it into problem+json or a hub error.</summary>
/// <param name="code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="message">A sentence for people.</param>
/// <param name="errors">Of <c>invalid_request</c>: the wrong fields.</param>
public sealed class RequestRefusedException(string code, string message, FieldErrors? errors = null) : Exception(message)
{
    private const int NamedInSentence = 3;

    public string Code { get; } = code;

    public FieldErrors Errors { get; } = errors ?? [];

    /// <summary>A refusal whose sentence tells of the first wrong fields, for edges that have no room for a list.</summary>
    public static RequestRefusedException ForFields(string code, FieldErrors errors)
    {
        var named = string.Join("; ", errors.Take(NamedInSentence).Select(error => $"{error.Path} {error.Message}"));
        var rest = errors.Total - NamedInSentence;
        return new RequestRefusedException(code, rest > 0 ? $"{named}; and {rest} more." : $"{named}.", errors);
    }
}
