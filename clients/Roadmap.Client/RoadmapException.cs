using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>What went wrong: a code for programs, a sentence for people, and whether trying again is of any use.</summary>
public sealed class RoadmapException : Exception
{
    private static readonly HashSet<string> s_final = new(StringComparer.Ordinal)
    {
        ErrorCodes.TaskNotFound, ErrorCodes.RoadmapNotFound, ErrorCodes.NotFound, ErrorCodes.InvalidRequest, ErrorCodes.Forbidden,
        ErrorCodes.Unauthenticated, ErrorCodes.Conflict, ErrorCodes.Gone, ErrorCodes.TooLarge, ErrorCodes.MethodNotAllowed,
        ErrorCodes.UnsupportedMediaType, ClientErrorCodes.WrongUrl, ClientErrorCodes.Closed,
    };

    /// <summary>Describes a failure.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/> or <see cref="ClientErrorCodes"/>, or of a later server's.</param>
    /// <param name="message">A sentence for people.</param>
    /// <param name="innerException">What it was noticed by, if anything.</param>
    public RoadmapException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>One of <see cref="ErrorCodes"/> or <see cref="ClientErrorCodes"/>, or of a later server's.</summary>
    public string Code { get; }

    /// <summary>Trying again would get the same answer.</summary>
    public bool IsFinal => s_final.Contains(Code);

    /// <summary>What a call was answered with, such as the list of wrong fields.</summary>
    public Problem? Problem { get; init; }

    /// <summary>How long the server wants to be left alone (<c>Retry-After</c>); null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Codes of this library's own, beside the protocol's <see cref="ErrorCodes"/>.</summary>
public static class ClientErrorCodes
{
    /// <summary>There is no hub under the address: another path, another server, or no Roadmap at all.</summary>
    public const string WrongUrl = "wrong_url";

    /// <summary>The server cannot be reached, or the connection to it broke.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The watch, or its client, was closed.</summary>
    public const string Closed = "closed";
}
