using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Hubs.Requests;

/// <summary>What a client is told when something that it asked for fails. An exception's own text never reaches it.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record Refusal(string Code, string Message)
{
    /// <summary>Whether it is a fault of the server, which has to be logged.</summary>
    public bool IsFault => Code == ErrorCodes.InternalError;

    /// <param name="exception">Why it failed.</param>
    /// <param name="what">What failed, as the sentence about a fault begins: such as "The call".</param>
    public static Refusal Of(Exception exception, string what) => exception switch
    {
        RequestRefusedException refused => new Refusal(refused.Code, refused.Message),
        LogUnavailableException => new Refusal(ErrorCodes.LogUnavailable, LogUnavailableException.ForPeople),
        _ => new Refusal(ErrorCodes.InternalError, $"{what} failed through a fault of the server."),
    };
}
