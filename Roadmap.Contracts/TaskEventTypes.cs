using System.Buffers;

namespace Roadmap.Contracts;

/// <summary>The names of all messages: the <c>type</c> member, and the hub's target names.</summary>
public static class TaskEventTypes
{
    public const string Progress = "progress";
    public const string HumanReviewRequired = "human_review_required";
    public const string ConceptStart = "concept_start";
    public const string ConceptComplete = "concept_complete";
    public const string ConceptFailed = "concept_failed";
    public const string ConceptAllContentComplete = "concept_all_content_complete";
    public const string BatchStart = "batch_start";
    public const string BatchComplete = "batch_complete";
    public const string TaskRecovering = "task_recovering";
    public const string RetryStarted = "retry_started";
    public const string Control = "control";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>Sent to one connection and never stored, as are the four that follow.</summary>
    public const string Connected = "connected";
    public const string CurrentStatus = "current_status";
    public const string Error = "error";
    public const string Closing = "closing";
    public const string Pong = "pong";

    /// <summary>Sent to those who watch the list of tasks.</summary>
    public const string TaskChanged = "task_changed";
    public const string TasksBeat = "tasks_beat";

    /// <summary>What the client of a raw WebSocket may send.</summary>
    public const string Ping = "ping";
    public const string GetStatus = "get_status";
    public const string Authenticate = "authenticate";

    /// <summary><see cref="Error"/> in a stream of server-sent events, where that name means something else.</summary>
    public const string TaskError = "task_error";

    /// <summary>What is sent in the place of a stored event that cannot be read or sent.</summary>
    public const string Unknown = "unknown";

    private const int WordLength = 64;
    private static readonly SearchValues<char> s_word = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>
    /// Whether a stored event may be of this type: 1 to 64 of a-z, 0-9 and _, beginning with a letter, and none of the names of what
    /// travels between the server and one client.
    /// </summary>
    public static bool CanBeStored(string type) => IsWord(type)
        && type is not (Connected or CurrentStatus or Error or Closing or Pong or TaskError or Ping or GetStatus or Authenticate
            or TaskChanged or TasksBeat or Unknown);

    /// <summary>Whether a text is a word of the protocol: a type, a kind or a step.</summary>
    public static bool IsWord(string text) =>
        text.Length is >= 1 and <= WordLength && char.IsAsciiLetterLower(text[0]) && !text.AsSpan().ContainsAnyExcept(s_word);

    /// <summary>True for <c>completed</c>, <c>failed</c> and <c>cancelled</c>, after which only <c>retry_started</c> may follow.</summary>
    public static bool IsTerminal(string type) => type is Completed or Failed or Cancelled;
}
