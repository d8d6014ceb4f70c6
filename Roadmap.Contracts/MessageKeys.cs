namespace Roadmap.Contracts;

/// <summary>
/// What the server's own messages say, each by one key (<see cref="TaskEvent.MessageKey"/>). A key keeps its meaning for good.
/// </summary>
public static class MessageKeys
{
    public const string GoalReading = "goal_reading";
    public const string PlanDesigning = "plan_designing";
    public const string PlanDesigned = "plan_designed";
    public const string PlanChecked = "plan_checked";
    public const string PlanCheckedIssues = "plan_checked_issues";
    public const string PlanChanging = "plan_changing";
    public const string PlanChanged = "plan_changed";
    public const string PlanUnchanged = "plan_unchanged";
    public const string PlanReady = "plan_ready";
    public const string PlanAsItWas = "plan_as_it_was";
    public const string MethodWanted = "method_wanted";
    public const string ReviewAsked = "review_asked";
    public const string FeedbackReading = "feedback_reading";
    public const string ContentBegun = "content_begun";
    public const string ConceptStarted = "concept_started";
    public const string ConceptPieceMade = "concept_piece_made";
    public const string ConceptPieceFailed = "concept_piece_failed";
    public const string ConceptMade = "concept_made";
    public const string ConceptWritten = "concept_written";
    public const string ConceptsDone = "concepts_done";
    public const string BatchBegun = "batch_begun";
    public const string BatchDone = "batch_done";
    public const string RoadmapReady = "roadmap_ready";
    public const string RoadmapReadyInPart = "roadmap_ready_in_part";
    public const string WorkRecovered = "work_recovered";
    public const string WorkAnew = "work_anew";
    public const string Cancelled = "cancelled";
    public const string AttemptBegun = "attempt_begun";
    public const string GoalNotUnderstood = "goal_not_understood";
    public const string PlanNotDesigned = "plan_not_designed";
    public const string PlanNotChanged = "plan_not_changed";
    public const string PlanHasErrors = "plan_has_errors";
    public const string NothingMade = "nothing_made";
    public const string Unreadable = "unreadable";
    public const string ServerFault = "server_fault";
    public const string WorkerSilent = "worker_silent";
}
