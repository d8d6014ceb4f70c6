using Roadmap.Contracts;

namespace Roadmap.Hubs;

/// <summary>A request was refused, and changed nothing. The edges turn it into problem+json or a hub error.</summary>
/// <param name="code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="message">A sentence for people.</param>
/// <param name="errors">Of <c>invalid_request</c>: every wrong field.</param>
public sealed class RequestRefusedException(string code, string message, IReadOnlyList<FieldError>? errors = null) : Exception(message)
{
    public string Code { get; } = code;

    public IReadOnlyList<FieldError> Errors { get; } = errors ?? [];
}
