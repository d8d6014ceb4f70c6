namespace Roadmap.Api;

/// <summary>What became of a message that a worker published: the label of <c>intake_messages</c>.</summary>
internal enum IngestOutcome
{
    /// <summary>Its event is in the log.</summary>
    Accepted,

    /// <summary>Its event was there already: another instance was first, or the worker published it twice.</summary>
    Duplicate,

    /// <summary>The task does not take it, after its end for example.</summary>
    Refused,

    /// <summary>It is no event.</summary>
    Unreadable,

    /// <summary>Too much was waiting before it.</summary>
    Overflowed,

    /// <summary>The log did not answer for too long.</summary>
    GivenUp,

    /// <summary>The server stopped before its turn came.</summary>
    LeftBehind,

    /// <summary>A fault of the server.</summary>
    Failed,
}
