namespace Roadmap.Contracts;

/// <summary>The bounds that the protocol states, each in one place.</summary>
public static class ContractLimits
{
    /// <summary>Stands for the epoch of a task that is waited for. No task has it.</summary>
    public const string EpochOfUnknown = "0";

    /// <summary>Bytes of JSON of one event.</summary>
    public const int EventBytes = 64 * 1024;

    /// <summary>Bytes of one report, and of every other body.</summary>
    public const int ReportBytes = 1024 * 1024;

    /// <summary>Bytes that a report may take on its way, where white space and escapes count too.</summary>
    public const int SentReportBytes = 4 * ReportBytes;

    /// <summary>Bytes that one event may take on its way: an escape takes at most six times what it stands for.</summary>
    public const int SentEventBytes = 6 * EventBytes;

    /// <summary>Wrong fields that a refusal lists; of the others it says how many there are.</summary>
    public const int ErrorsListed = 100;

    /// <summary>
    /// Levels of nesting in a body: so many that an event still fits into the messages that carry it, which readers take to 64.
    /// </summary>
    public const int JsonDepth = 32;

    /// <summary>Events in one report.</summary>
    public const int EventsPerReport = 1_000;

    /// <summary>Different <c>concept_id</c>s that one task counts.</summary>
    public const int ConceptsPerTask = 2_000;

    /// <summary>Characters of a task, roadmap, concept, event or command id.</summary>
    public const int IdLength = 128;

    /// <summary>Characters of what a learner writes: the goal, the motivation, …</summary>
    public const int TextLength = 2_000;

    /// <summary>Hours of a week.</summary>
    public const int HoursPerWeek = 168;

    /// <summary>Characters of <c>concept_failed.error</c>.</summary>
    public const int ConceptErrorLength = 200;

    /// <summary>Characters of a task's title, and of <c>human_review_required.roadmap_title</c>.</summary>
    public const int TitleLength = 500;

    /// <summary>Characters of a reason, and of <c>failed</c>'s <c>error</c> and <c>error_detail</c>.</summary>
    public const int DetailLength = 2_000;

    /// <summary>The highest <c>seq</c>: what a double holds exactly.</summary>
    public const long MaxSeq = (1L << 53) - 1;

    /// <summary>Bytes of one message of a raw WebSocket's client.</summary>
    public const int ClientFrameBytes = 4 * 1024;

    /// <summary>The longest lease of an outside worker's task, in seconds.</summary>
    public const int LeaseSeconds = 86_400;

    /// <summary>The shortest life of a watch link, in seconds.</summary>
    public const int WatchLinkLeastSeconds = 60;

    /// <summary>The longest life of a watch link, in seconds: 90 days.</summary>
    public const int WatchLinkSeconds = 90 * 86_400;

    /// <summary>The life of a watch link for which none is named, in seconds: 7 days.</summary>
    public const int WatchLinkDefaultSeconds = 7 * 86_400;

    /// <summary>Watch links of one task that have not expired; those that were revoked count.</summary>
    public const int WatchLinksPerTask = 100;

    /// <summary>Characters of what tasks are searched for.</summary>
    public const int SearchLength = 200;

    /// <summary>Entries on a page of whoever names no <c>limit</c>.</summary>
    public const int DefaultPage = 100;

    /// <summary>Events on one page of a task's log.</summary>
    public const int EventsPerPage = 1_000;

    /// <summary>Task ids that are paths.</summary>
    public static readonly IReadOnlyList<string> ReservedTaskIds = ["negotiate", "generate", "tasks"];
}
