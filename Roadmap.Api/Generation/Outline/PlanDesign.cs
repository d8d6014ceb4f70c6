using Roadmap.Api.Generation.Outline.Editing;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>Makes the plan of a subject for one learner.</summary>
internal sealed class PlanDesign(CurriculumCatalogue catalogue, PlanShortening shortening, PlanSettling settling)
{
    private static readonly string[] s_practiceWords = [
        "practice", "practical", "hands-on", "hands_on", "project", "projects", "exercise", "exercises", "练习", "实践", "动手", "项目", "实战"
    ];
    private static readonly string[] s_videoWords = ["video", "videos", "visual", "视频"];

    public RoadmapDocument Design(string roadmapId, LearnerRequest request, LearnerIntent intent)
    {
        var subject = catalogue.SubjectOf(intent.Subject);
        var prefersPractice = Prefers(request, s_practiceWords);
        BilingualText?[] notes =
        [
            PlanTexts.NoModel,
            subject == catalogue.General ? PlanTexts.GeneralPlan(GoalReading.Topic(request.Goal)) : null,
            OtherLanguage(request) is { } other ? PlanTexts.OtherLanguage(other) : null,
            prefersPractice ? PlanTexts.PracticePreferred : null,
            Prefers(request, s_videoWords) ? PlanTexts.NoVideos : null,
        ];
        var blank = new RoadmapDocument
        {
            RoadmapId = roadmapId,
            TaskId = request.TaskId,
            Title = "",
            Summary = "",
            Goal = request.Goal,
            Level = request.Level,
            Language = intent.Language,
            GeneratedBy = PlanTexts.GeneratedBy,
            TotalHours = 0,
            HoursPerWeek = request.HoursPerWeek,
            Weeks = 0,
            TargetDeadline = request.TargetDeadline,
            KeyTechnologies = [],
            Notes = [.. notes.OfType<BilingualText>().Select(note => note.In(intent.Language))],
            Understood = intent.Understood ?? GoalSubjects.Understand(catalogue, request.Goal, intent.Language),
            Stages = [],
        };
        return Filled(blank, subject, request.RequestedAt, prefersPractice);
    }

    /// <summary>The plan of another subject, for the same learner and time.</summary>
    public EditStep Again(RoadmapDocument plan, DateTimeOffset requestedAt, string what)
    {
        if (GoalSubjects.Named(catalogue, what) is not { } subject)
            return new EditStep(plan, EditTexts.NoSubject(what, catalogue.Subjects));
        if (subject == catalogue.SubjectOf(plan))
            return new EditStep(plan, EditTexts.SubjectAlready(subject));

        var topic = GoalReading.Topic(plan.Goal);
        var blank = plan with
        {
            Understood = GoalSubjects.Told(catalogue, plan, subject),
            LeftOut = null,
            Notes = [.. plan.Notes.Where(note => note != PlanTexts.GeneralPlan(topic).In(plan.Language))],
        };
        var prefersPractice = plan.Notes.Contains(PlanTexts.PracticePreferred.In(plan.Language));
        return new EditStep(Filled(blank, subject, requestedAt, prefersPractice), EditTexts.SubjectChanged(subject));
    }

    public static RoadmapConcept Concept(CatalogueConcept source, RoadmapDocument plan) =>
        new()
        {
            ConceptId = source.Id,
            Name = Fill(source.Name.In(plan.Language), plan.Goal),
            Description = Fill(source.Description.In(plan.Language), plan.Goal),
            Hours = ConceptHours.Full(source, plan.Level, plan.HoursPerWeek),
            Difficulty = source.Difficulty,
            Prerequisites = source.Prerequisites,
            Keywords = [.. source.Keywords.Union(source.Technologies, StringComparer.OrdinalIgnoreCase)],
            FirstWeek = 1,
            LastWeek = 1,
        };

    public static RoadmapStage Stage(CatalogueStage source, RoadmapDocument plan, IReadOnlyList<RoadmapModule> modules) => new()
    {
        StageId = source.Id,
        Title = Fill(source.Title.In(plan.Language), plan.Goal),
        Description = Fill(source.Description.In(plan.Language), plan.Goal),
        Hours = 0,
        Modules = modules,
    };

    public static RoadmapModule Module(CatalogueModule source, RoadmapDocument plan, IReadOnlyList<RoadmapConcept> concepts) => new()
    {
        ModuleId = source.Id,
        Title = Fill(source.Title.In(plan.Language), plan.Goal),
        Description = Fill(source.Description.In(plan.Language), plan.Goal),
        Hours = 0,
        Concepts = concepts,
    };

    /// <summary>The text with the goal's topic in it.</summary>
    public static string Fill(string text, string goal) => text.Replace("{subject}", GoalReading.Topic(goal), StringComparison.Ordinal);

    private RoadmapDocument Filled(RoadmapDocument blank, CatalogueSubject subject, DateTimeOffset requestedAt, bool prefersPractice)
    {
        var fit = shortening.FitToLevel(Whole(blank, subject, prefersPractice));

        // A deadline that is over cannot be met by any plan: the plan is then made without it, and says so.
        var budget = DeadlineBudget.Hours(fit, requestedAt);
        var fitted = budget > 0 ? shortening.Shorten(fit, budget, LeftOutReason.Deadline, prefersPractice).Plan : fit;
        return settling.Settle(fitted, requestedAt, before: null);
    }

    private static RoadmapDocument Whole(RoadmapDocument blank, CatalogueSubject subject, bool prefersPractice)
    {
        RoadmapConcept Planned(CatalogueConcept source) =>
            Concept(source, blank) is var concept && prefersPractice && source.Practice
                ? concept with { Hours = ConceptHours.Longer(concept.Hours) }
                : concept;

        var stages = subject.Stages.Select(stage => Stage(
            stage, blank, [.. stage.Modules.Select(module => Module(module, blank, [.. module.Concepts.Select(Planned)]))]));
        return (blank with { Stages = [.. stages] }).Counted();
    }

    private static bool Prefers(LearnerRequest request, string[] words) =>
        request.ContentPreferences.Any(preference => words.Any(word => Wording.Mentions(preference, word)));

    /// <summary>The language that was asked for, or the goal's own, when the catalogue has no text in it.</summary>
    private static string? OtherLanguage(LearnerRequest request) =>
        string.IsNullOrWhiteSpace(request.PrimaryLanguage) ? GoalReading.OtherLanguage(request.Goal)
        : GoalReading.Catalogued(request.PrimaryLanguage) is null ? request.PrimaryLanguage
        : null;
}
