using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>Makes the plan of a subject for one learner.</summary>
internal sealed class PlanDesign(CurriculumCatalogue catalogue, PlanShortening shortening)
{
    private static readonly string[] s_practiceWords = [
        "practice", "practical", "hands-on", "hands_on", "project", "projects", "exercise", "exercises", "练习", "实践", "动手", "项目", "实战"
    ];
    private static readonly string[] s_videoWords = ["video", "videos", "visual", "视频"];

    public RoadmapDocument Design(string roadmapId, LearnerRequest request, LearnerIntent intent)
    {
        var subject = catalogue.SubjectOf(intent.Subject);
        var prefersPractice = Prefers(request, s_practiceWords);
        var whole = Whole(roadmapId, request, intent, subject, prefersPractice);
        var known = shortening.LeaveOutKnown(whole);

        // A deadline that is over cannot be met by any plan: the plan is then made without it, and says so.
        var budget = DeadlineBudget.Hours(request);
        var fitted = budget > 0 ? shortening.Shorten(known.Plan, budget, prefersPractice) : known with { LeftOut = [] };

        var plan = fitted.Plan;
        var refreshers = plan.Concepts.Where(concept => catalogue.SourceOf(concept.ConceptId).IsKnownAt(plan.Level))
            .Select(concept => concept.Name)
            .ToList();
        BilingualText?[] notes =
        [
            PlanTexts.NoModel,
            subject == catalogue.General ? PlanTexts.GeneralPlan(GoalReading.Topic(request.Goal)) : null,
            IsOtherLanguage(request) ? PlanTexts.OtherLanguage(request.PrimaryLanguage!) : null,
            known.LeftOut.Count > 0 ? PlanTexts.KnownLeftOut(known.LeftOut) : null,
            refreshers.Count > 0 ? PlanTexts.Refreshers(refreshers) : null,
            prefersPractice ? PlanTexts.PracticePreferred : null,
            Prefers(request, s_videoWords) ? PlanTexts.NoVideos : null,
            fitted.LeftOut.Count > 0 ? PlanTexts.LeftOutForDeadline(fitted.LeftOut) : null,
            fitted.HoursCut ? PlanTexts.HoursCutForDeadline : null,
            PlanTexts.Deadline(plan, request),
        ];
        return Summarised(plan, intent) with { Notes = [.. notes.OfType<BilingualText>().Select(note => note.In(intent.Language))] };
    }

    /// <summary>The plan with the summary that its figures make.</summary>
    public RoadmapDocument Summarised(RoadmapDocument plan, LearnerIntent intent) =>
        plan with { Summary = Fill(PlanTexts.Summary(catalogue.SubjectOf(intent.Subject).Summary, plan).In(plan.Language), plan.Goal) };

    public static RoadmapConcept Concept(CatalogueConcept source, RoadmapDocument plan) =>
        new()
        {
            ConceptId = source.Id,
            Name = Fill(source.Name.In(plan.Language), plan.Goal),
            Description = Fill(source.Description.In(plan.Language), plan.Goal),
            Hours = ConceptHours.Full(source, plan.Level, plan.HoursPerWeek),
            Difficulty = source.Difficulty,
            Prerequisites = source.Prerequisites,
            Keywords = source.Keywords,
            FirstWeek = 1,
            LastWeek = 1,
        };

    /// <summary>The text with the goal's topic in it.</summary>
    public static string Fill(string text, string goal) => text.Replace("{subject}", GoalReading.Topic(goal), StringComparison.Ordinal);

    private static RoadmapDocument Whole(
        string roadmapId, LearnerRequest request, LearnerIntent intent, CatalogueSubject subject, bool prefersPractice)
    {
        var language = intent.Language;
        var plan = new RoadmapDocument
        {
            RoadmapId = roadmapId,
            TaskId = request.TaskId,
            Title = Fill(subject.Title.In(language), request.Goal),
            Summary = "",
            Goal = request.Goal,
            Level = request.Level,
            Language = language,
            GeneratedBy = PlanTexts.GeneratedBy,
            TotalHours = 0,
            HoursPerWeek = request.HoursPerWeek,
            Weeks = 0,
            TargetDeadline = request.TargetDeadline,
            KeyTechnologies = intent.KeyTechnologies,
            Notes = [],
            Stages = [],
        };

        RoadmapConcept Planned(CatalogueConcept source) =>
            Concept(source, plan) is var concept && prefersPractice && source.Practice
                ? concept with { Hours = ConceptHours.Longer(concept.Hours) }
                : concept;

        RoadmapModule Module(CatalogueModule module) => new()
        {
            ModuleId = module.Id,
            Title = Fill(module.Title.In(language), request.Goal),
            Description = Fill(module.Description.In(language), request.Goal),
            Hours = 0,
            Concepts = [.. module.Concepts.Select(Planned)],
        };

        var stages = subject.Stages.Select(stage => new RoadmapStage
        {
            StageId = stage.Id,
            Title = Fill(stage.Title.In(language), request.Goal),
            Description = Fill(stage.Description.In(language), request.Goal),
            Hours = 0,
            Modules = [.. stage.Modules.Select(Module)],
        });
        return (plan with { Stages = [.. stages] }).Counted();
    }

    private static bool Prefers(LearnerRequest request, string[] words) =>
        request.ContentPreferences.Any(preference => words.Any(word => Wording.Mentions(preference, word)));

    private static bool IsOtherLanguage(LearnerRequest request) =>
        !string.IsNullOrWhiteSpace(request.PrimaryLanguage) && GoalReading.Catalogued(request.PrimaryLanguage) is null;
}
