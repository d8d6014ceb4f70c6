using System.Text.Json;
using Roadmap.Contracts;

namespace Roadmap.Tests.Contracts;

/// <summary>One of everything that travels, with every member set: what the golden files hold.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 31, 12, 0, 0, 250, TimeSpan.Zero);
    private static readonly DateTimeOffset s_morning = new(2026, 1, 31, 8, 0, 0, TimeSpan.Zero);
    private static readonly ConceptProgress s_conceptProgress = new() { Current = 3, Total = 18, Percentage = 16.7 };

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["progress"] = Stamped(new ProgressEvent
        {
            Step = TaskSteps.HumanReview,
            Status = "human_review_pending",
            SubStatus = ReviewSubStatus.Editing,
            Percentage = 42.5,
            MessageKey = MessageKeys.FeedbackReading,
            Data = Json("""{"total_concepts":18,"note":null}"""),
        }),
        ["human_review_required"] = Stamped(new HumanReviewRequiredEvent { RoadmapId = "r-1", RoadmapTitle = "Rust", StagesCount = 4 }),
        ["concept_start"] = Stamped(new ConceptStartEvent
        {
            ConceptId = "c-1",
            ConceptName = "Ownership",
            ContentType = ContentType.Tutorial,
            Progress = s_conceptProgress,
        }),
        ["concept_complete"] = Stamped(new ConceptCompleteEvent
        {
            ConceptId = "c-1",
            ConceptName = "Ownership",
            ContentType = ContentType.Resources,
            Data = Json("""{"count":5}"""),
        }),
        ["concept_failed"] = Stamped(
            new ConceptFailedEvent
            {
                ConceptId = "c-1",
                ConceptName = "Ownership",
                ContentType = ContentType.Quiz,
                Error = "no answer",
                ErrorReasons = [new() { Key = ReasonKeys.NoReason, Message = "no answer" }],
            }),
        ["concept_all_content_complete"] = Stamped(
            new ConceptAllContentCompleteEvent { ConceptId = "c-1", ConceptName = "Ownership", Data = Json("""{"tutorial_id":"t-1"}""") }),
        ["batch_start"] = Stamped(new BatchStartEvent { BatchIndex = 1, BatchSize = 2, TotalBatches = 9, ConceptIds = ["c-1", "c-2"] }),
        ["batch_complete"] = Stamped(new BatchCompleteEvent
        {
            BatchIndex = 1,
            TotalBatches = 9,
            Progress = new BatchProgress { Completed = 1, Failed = 1, Total = 18, Percentage = 11 },
        }),
        ["task_recovering"] = Stamped(new TaskRecoveringEvent { RoadmapId = "r-1", CurrentStep = TaskSteps.ContentGeneration }),
        ["retry_started"] = Stamped(new RetryStartedEvent { Reason = "asked for" }),
        ["control"] = Stamped(
            new ControlEvent { CommandId = "k-1", Command = ControlCommand.Reject, Phase = ControlPhase.Requested, Reason = "短一点" }),
        ["completed"] = Stamped(new CompletedEvent { RoadmapId = "r-1", TutorialsCount = 17, FailedCount = 1 }),
        ["failed"] = Stamped(new FailedEvent
        {
            Error = "no answer",
            ErrorDetail = "status 503",
            ErrorReasons = [new() { Key = ReasonKeys.ModelStatus, Message = "status 503", Values = ["503"] }],
            Step = TaskSteps.CurriculumDesign,
        }),
        ["cancelled"] = Stamped(new CancelledEvent { Reason = "changed my mind" }),
        ["unknown"] = Stamped(new UnreadableTaskEvent()) with { Message = UnreadableTaskEvent.ForPeople },

        ["closing"] = new ClosingMessage { TaskId = "t-1", Reason = ClosingReasons.TaskEnded, Message = "The task has ended." },
        ["connected"] = new ConnectedMessage
        {
            TaskId = "t-1",
            Message = "You missed too much",
            Position = new Position { Epoch = "e.1", Seq = 9 },
            Recovered = false,
            Reason = ResetReason.EpochChanged,
        },
        ["current_status"] = Snapshot() with
        {
            Expected = new ExpectedWork
            {
                Runs = 12,
                At = s_time,
                Low = 40,
                High = 92.5,
                Steps = [new ExpectedStep { Step = TaskSteps.ContentGeneration, Low = 30.5, High = 80 }],
            },
        },
        ["error"] = new ErrorMessage { Code = ErrorCodes.TaskNotFound, Message = "There is no such task.", TaskId = "t-1" },
        ["pong"] = new PongMessage { TaskId = "t-1" },

        ["task_changed"] = new TaskChangedMessage
        {
            TaskId = "t-1",
            Kind = TaskKinds.RoadmapGeneration,
            Title = "Rust",
            Owner = "ada",
            Status = TaskRunStatus.HumanReviewPending,
            CurrentStep = TaskSteps.HumanReview,
            Percentage = 42.5,
            Attempt = 2,
            CreatedAt = s_time,
            UpdatedAt = s_time,
            Seq = 9,
            Epoch = "e.1",
            Sender = "0a1b2c3d4e5f",
        },
        ["tasks_beat"] = new TasksBeatMessage { Sender = "0a1b2c3d4e5f", Since = s_time, Sent = 12, Continues = true },
        ["watch_tasks_request"] = new WatchTasksRequest { Owner = "ada", Kind = "import", Status = TaskRunStatus.Processing },
        ["subscribe_request"] = new SubscribeRequest
        {
            TaskId = "t-1",
            IncludeHistory = false,
            After = new AfterPosition { Epoch = "e.1", Seq = 7 },
        },
        ["subscribe_reply"] = new SubscribeReply { TaskId = "t-1", Epoch = "e.1", Seq = 9 },
        ["task_request"] = new TaskRequest { TaskId = "t-1" },

        ["generate_body"] = new GenerateRoadmapBody
        {
            TaskId = "t-1",
            UserId = "ada",
            SessionId = "s-1",
            AdditionalContext = "Evenings only",
            RequireReview = true,
            Preferences = new LearnerPreferences
            {
                LearningGoal = "学习 Rust 系统编程",
                CurrentLevel = LearnerLevel.Intermediate,
                AvailableHoursPerWeek = 7.5,
                WeeklyHours = 8,
                Motivation = "joy",
                CareerBackground = "C++ \"veteran\"",
                ContentPreference = ["text", "practice"],
                LearningStyle = ["video"],
                TargetDeadline = s_time,
                PrimaryLanguage = "zh-CN",
            },
        },
        ["generate_reply"] = new GenerateRoadmapReply { TaskId = "t-1", Status = TaskRunStatus.Pending, Message = "Subscribe to watch" },
        ["review_body"] = new ReviewBody { Approved = false, Feedback = "shorter" },
        ["review_reply"] = new ReviewReply { Status = ReviewOutcome.Rejected, Message = "Sent back", TaskId = "t-1", Feedback = "shorter" },
        ["review_preview_body"] = new ReviewPreviewBody { Feedback = "no Docker" },
        ["review_preview"] = new ReviewPreview
        {
            Changed = true,
            Edits = [Edit()],
            NotUnderstood = ["make it blue"],
            ToModel = ["make it blue"],
            Title = "Rust",
            TotalHours = 9.5,
            Weeks = 2,
            TotalConcepts = 4,
        },
        ["cancel_reply"] = new CancelReply
        {
            Success = true,
            TaskId = "t-1",
            Message = "Asked for",
            PreviousStatus = TaskRunStatus.HumanReviewPending,
        },
        ["retry_reply"] = new RetryReply
        {
            TaskId = "t-1",
            Status = TaskRunStatus.Processing,
            Attempt = 2,
            Message = "Attempt 2 has begun",
        },
        ["active_task_reply"] = new ActiveTaskReply
        {
            HasActiveTask = true,
            TaskId = "t-1",
            Status = TaskRunStatus.Processing,
            CurrentStep = TaskSteps.IntentAnalysis,
        },
        ["create_task_body"] = new CreateTaskBody { TaskId = "t-1", Kind = "import", Title = "Books", Owner = "ada", LeaseSeconds = 60 },
        ["report_reply"] = new ReportReply { Seq = 9, Epoch = "e.1", Accepted = 2, Duplicates = 1, CancelRequested = true },
        ["task_page"] = new TaskPage { Tasks = [Snapshot() with { Owner = "ada" }], NextCursor = "next" },
        ["event_page"] = new EventPage
        {
            Events = [Stamped(new CompletedEvent()), Stamped(new RetryStartedEvent())],
            Seq = 9,
            Epoch = "e.1",
            OldestSeq = 8,
            NextAfterSeq = 9,
        },
        ["problem"] = new Problem
        {
            Type = "about:blank",
            Title = "Bad Request",
            Status = 400,
            Detail = "kind is required.",
            Code = ErrorCodes.InvalidRequest,
            Errors = [new FieldError { Path = "kind", Message = "is required" }],
            ErrorCount = 1,
            Epoch = "e.1",
            OldestSeq = 3,
            TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        },
        ["health_reply"] = new HealthReply { Status = "ok", Log = "ok", Version = "1.0.0", UptimeSeconds = 90 },
        ["revocation_body"] = new RevocationBody { Sub = "ada", NotBefore = s_morning },
        ["watch_link_body"] = new WatchLinkBody { ExpiresIn = 3_600, UntilEnd = true, May = ["watch", "review"] },
        ["watch_link_reply"] = new WatchLinkReply
        {
            LinkId = "01a2",
            TaskId = "t-1",
            Url = "https://roadmap.example/?task=t-1#link=rml_abc",
            Token = "rml_abc",
            May = [WatchLinkRight.Watch, WatchLinkRight.Review],
            CreatedAt = s_morning,
            ExpiresAt = s_morning.AddDays(7),
            UntilEnd = true,
        },
        ["watch_link_list"] = new WatchLinkList
        {
            WatchLinks =
            [
                new WatchLinkEntry
                {
                    LinkId = "01a2",
                    May = [WatchLinkRight.Watch],
                    CreatedAt = s_morning,
                    ExpiresAt = s_morning.AddDays(7),
                    UntilEnd = false,
                    CreatedBy = "ada",
                    Revoked = true,
                },
            ],
        },
        ["sign_in"] = new SignInDocument
        {
            Mode = SignInMode.Token,
            Authority = "https://login.example",
            ClientId = "roadmap-page",
            Scope = "openid profile",
            Audience = "roadmap",
        },
        ["roadmap"] = Roadmap(),
    };

    private static TaskSnapshot Snapshot() => new()
    {
        TaskId = "t-1",
        Kind = TaskKinds.RoadmapGeneration,
        Origin = TaskOrigin.Workflow,
        Status = TaskRunStatus.HumanReviewPending,
        CurrentStep = TaskSteps.HumanReview,
        SubStatus = ReviewSubStatus.Waiting,
        RoadmapId = "r-1",
        Title = "Rust <systems> & more",
        Attempt = 1,
        Percentage = 40,
        Concepts = new ConceptCounts { Total = 18, Completed = 3, Failed = 1 },
        Error = "no answer",
        PendingCommand = new PendingCommand { CommandId = "k-1", Command = ControlCommand.Approve, Reason = "good" },
        CreatedAt = s_time,
        UpdatedAt = s_time,
        FinishedAt = s_time,
        Seq = 9,
        Epoch = "e.1",
        OldestSeq = 1,
    };

    private static RoadmapDocument Roadmap() => new()
    {
        RoadmapId = "r-1",
        TaskId = "t-1",
        Title = "Rust",
        Summary = "A plan",
        Goal = "Rust",
        Level = LearnerLevel.Expert,
        Language = "en",
        GeneratedBy = "outline, no model",
        TotalHours = 12.5,
        HoursPerWeek = 5,
        Weeks = 3,
        TargetDeadline = s_time,
        KeyTechnologies = ["rust"],
        Notes = ["Fits the deadline"],
        Understood = new GoalUnderstanding
        {
            Subject = "rust-systems",
            Title = "Rust",
            Confidence = Confidence.Likely,
            MethodOnly = false,
            Alternatives = [new SubjectChoice { Subject = "frontend", Title = "Front ends", Feedback = "I meant Front ends" }],
        },
        Misfit = new DeadlineMisfit
        {
            HoursNeeded = 12.5,
            HoursAvailable = 5,
            Text = "Does not fit",
            Offers = [new MisfitOffer { Kind = PlanEditKind.HoursPerWeek, Label = "More time", Feedback = "13 hours a week" }],
        },
        Review = new PlanReview { Changed = false, Edits = [Edit()], NotUnderstood = ["make it blue"], Problem = "It broke" },
        LeftOut = [new LeftOutConcept { ConceptId = "c-9", Name = "Docker", Reason = LeftOutReason.Feedback }],
        Stages = [new RoadmapStage
        {
            StageId = "s-1", Title = "Basics", Description = "First", Hours = 12.5,
            Modules = [new RoadmapModule
            {
                ModuleId = "m-1", Title = "Memory", Description = "Who owns what", Hours = 12.5,
                Concepts = [new RoadmapConcept
                {
                    ConceptId = "c-1", Name = "Ownership", Description = "One owner", Hours = 12.5, Difficulty = ConceptDifficulty.Hard,
                    Prerequisites = ["c-0"], Keywords = ["move"], FirstWeek = 1, LastWeek = 3, Requested = true,
                    Content = new ConceptContent
                    {
                        Tutorial = new TutorialContent
                        {
                            TutorialId = "t-1",
                            Summary = "Short",
                            Sections = [new TutorialSection { Title = "Moves", Body = "One.\n\nTwo." }],
                        },
                        Resources = new ResourcesContent
                        {
                            ResourcesId = "res-1",
                            Items = [new LearningResource { Title = "The Book", Url = "https://doc.rust-lang.org/book/", Kind = "book" }],
                        },
                        Quiz = new QuizContent
                        {
                            QuizId = "q-1",
                            Questions = [new QuizQuestion { Question = "Who owns it?", Answer = "One" }],
                        },
                    },
                }],
            }],
        }],
    };

    private static PlanEdit Edit() => new()
    {
        Kind = PlanEditKind.Replace,
        Label = "Django instead of FastAPI",
        Topic = "Django",
        InsteadOf = "FastAPI",
        Place = PlanPlace.Before,
        Beside = "Docker",
        Value = 1.5,
        Applied = true,
        Text = "Django takes the place of FastAPI.",
    };

    private static T Stamped<T>(T reported)
        where T : TaskEvent => reported with
        {
            TaskId = "t-1",
            Seq = 8,
            Epoch = "e.1",
            Attempt = 2,
            Timestamp = s_time,
            Message = "For people: \"yes\" & <no>",
        };

    private static JsonElement Json(string json) => JsonElement.Parse(json);
}
