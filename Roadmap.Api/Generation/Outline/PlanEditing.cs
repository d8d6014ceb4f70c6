using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>Works a reviewer's feedback into a plan, and says in its notes what came of every part of it.</summary>
internal sealed class PlanEditing(CurriculumCatalogue catalogue, PlanDesign design, PlanShortening shortening)
{
    /// <summary>What "shorter" means: three quarters of the hours.</summary>
    private const double ShorterPart = 0.75;

    private const int MostConcepts = 60;

    public RoadmapDocument Edit(RoadmapDocument plan, LearnerRequest request, LearnerIntent intent, string feedback)
    {
        var deadlineBefore = PlanTexts.Deadline(plan, request)?.In(plan.Language);
        var notes = plan.Notes.Where(note => note != deadlineBefore).ToList();
        var before = plan;

        // What is named goes first: "shorter, and leave out Docker" would else find that Docker is gone already.
        foreach (var wish in Feedback.Read(feedback, words => IsName(plan, words)).OrderBy(wish => wish is not Wish.LeaveOut))
        {
            (plan, var note) = Follow(plan, intent, wish);
            notes.Add(note.In(plan.Language));
        }

        if (PlanTexts.Deadline(plan, request) is { } deadline)
            notes.Add(deadline.In(plan.Language));
        return design.Summarised(plan, intent) with { Notes = notes, KeyTechnologies = TechnologiesLeft(before, plan) };
    }

    /// <summary>Without those that were taught before and are not any more; what the plan is named after stays.</summary>
    private List<string> TechnologiesLeft(RoadmapDocument before, RoadmapDocument after) =>
        [.. before.KeyTechnologies.Where(
            technology => !IsTaught(before, technology) || IsTaught(after, technology) || Wording.Mentions(after.Title, technology))];

    private bool IsTaught(RoadmapDocument plan, string technology) =>
        plan.Concepts.Any(concept => Names(technology, concept) > Naming.Mentions);

    private (RoadmapDocument Plan, BilingualText Note) Follow(RoadmapDocument plan, LearnerIntent intent, Wish wish) => wish switch
    {
        Wish.Shorter => Shorter(plan),
        Wish.MorePractice => MorePractice(plan),
        Wish.LeaveOut leaveOut => LeaveOut(plan, leaveOut.What),
        Wish.Add add => Add(plan, intent, add.What),
        Wish.NotUnderstood unclear => (plan, PlanTexts.NotUnderstood(unclear.Words)),
        _ => throw new ArgumentOutOfRangeException(nameof(wish), wish, "A wish that nothing follows."),
    };

    private (RoadmapDocument Plan, BilingualText Note) Shorter(RoadmapDocument plan)
    {
        var shortened = shortening.Shorten(plan, plan.TotalHours * ShorterPart, keepsPractice: true);
        return shortened.Plan.TotalHours < plan.TotalHours
            ? (shortened.Plan, PlanTexts.Shorter(plan.TotalHours, shortened.Plan.TotalHours, shortened.LeftOut))
            : (plan, PlanTexts.ShorterNotPossible);
    }

    /// <summary>Every project gets more hours, and every stage without one gets one.</summary>
    private (RoadmapDocument Plan, BilingualText Note) MorePractice(RoadmapDocument plan)
    {
        var longer = plan.Concepts.Where(concept => IsPractice(concept) && ConceptHours.Longer(concept.Hours) > concept.Hours).ToList();
        var changed = plan.Change(
            concept => longer.Contains(concept) ? concept with { Hours = ConceptHours.Longer(concept.Hours) } : concept);

        var added = new List<string>();
        foreach (var stage in plan.Stages.Where(stage => !stage.Modules.SelectMany(module => module.Concepts).Any(IsPractice)))
        {
            var practice = Practice(plan, stage);
            added.Add(practice.Name);
            changed = changed.WithRequested(stage.StageId, practice);
        }

        return (changed.Counted(), PlanTexts.MorePractice([.. longer.Select(concept => concept.Name)], added));
    }

    private (RoadmapDocument Plan, BilingualText Note) LeaveOut(RoadmapDocument plan, string what)
    {
        var gone = Named(plan, what);
        if (gone.Count == 0)
            return (plan, PlanTexts.NotInPlan(what));
        if (gone.Count == plan.Concepts.Count())
            return (plan, PlanTexts.NothingWouldRemain(what));
        return (gone.Aggregate(plan, (rest, concept) => rest.Without(concept.ConceptId))
            .Counted(), PlanTexts.LeftOut([.. gone.Select(concept => concept.Name)]));
    }

    private (RoadmapDocument Plan, BilingualText Note) Add(RoadmapDocument plan, LearnerIntent intent, string what)
    {
        if (plan.Concepts.FirstOrDefault(concept => Names(what, concept) > Naming.Mentions) is { } present)
            return (plan, PlanTexts.AlreadyInPlan(present.Name));
        if (plan.Concepts.Count() >= MostConcepts)
            return (plan, PlanTexts.PlanIsFull(what, MostConcepts));

        var own = catalogue.SubjectOf(intent.Subject);
        var found = catalogue.Subjects.OrderByDescending(subject => subject == own)
            .SelectMany(subject =>
                subject.Concepts.Select(concept => (Subject: subject, Concept: concept, Naming: Wording.Names(what, concept))))
            .Where(candidate => candidate.Naming > Naming.Mentions)
            .OrderByDescending(candidate => candidate.Naming)
            .FirstOrDefault();
        if (found.Concept is null)
        {
            var invented = Invented(plan, what);
            return (plan.WithRequested(plan.Stages[^1].StageId, invented).Counted(), PlanTexts.Invented(invented.Name));
        }

        var missing = Missing(plan, found.Subject, found.Concept);
        var added = missing.Aggregate(plan, (changed, concept) => AddFromCatalogue(changed, found.Subject, concept));
        return (added.Counted(), PlanTexts.Added(
            found.Concept.Name.In(plan.Language), [.. missing.SkipLast(1).Select(concept => concept.Name.In(plan.Language))]));
    }

    /// <summary>The concept, and before it what it builds on, as far as neither the plan nor the learner has it.</summary>
    private static List<CatalogueConcept> Missing(RoadmapDocument plan, CatalogueSubject subject, CatalogueConcept wanted)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal) { wanted.Id };
        var missing = new List<CatalogueConcept>();
        foreach (var concept in subject.Concepts.Reverse().Where(concept => needed.Contains(concept.Id) && !plan.Has(concept.Id)))
        {
            if (concept != wanted && concept.IsKnownAt(plan.Level))
                continue;
            missing.Insert(0, concept);
            needed.UnionWith(concept.Prerequisites);
        }

        return missing;
    }

    private static RoadmapDocument AddFromCatalogue(RoadmapDocument plan, CatalogueSubject subject, CatalogueConcept source)
    {
        var concept = PlanDesign.Concept(source, plan);
        concept = concept with { Prerequisites = [.. concept.Prerequisites.Where(plan.Has)] };

        // Its own stage, unless what it builds on comes later in this plan: feedback may have put that anywhere.
        var own = subject.Stages.First(stage => stage.Modules.Any(module => module.Concepts.Contains(source))).Id;
        var stages = plan.Stages.Select(stage => stage.StageId).ToList();
        var latest = plan.Stages.Select((stage, index) => (stage, index))
            .Where(entry => entry.stage.Modules.SelectMany(module => module.Concepts)
                .Any(other => concept.Prerequisites.Contains(other.ConceptId)))
            .Select(entry => entry.index)
            .DefaultIfEmpty(0)
            .Max();
        var at = stages.IndexOf(own) is var index and >= 0 ? Math.Max(index, latest) : stages.Count - 1;
        return plan.WithRequested(stages[at], concept);
    }

    private RoadmapConcept Invented(RoadmapDocument plan, string name)
    {
        var concept = PlanDesign.Concept(catalogue.Templates.Added, plan);
        return concept with
        {
            ConceptId = FreeId(plan, CurriculumCatalogue.AddedPrefix + Wording.Slug(name, 48)),
            Name = name,
            Description = concept.Description.Replace("{name}", name, StringComparison.Ordinal),
            Keywords = [name],
        };
    }

    private RoadmapConcept Practice(RoadmapDocument plan, RoadmapStage stage)
    {
        var concept = PlanDesign.Concept(catalogue.Templates.Practice, plan);
        var parts = stage.Modules.SelectMany(module => module.Concepts).ToList();
        var name = PlanTexts.PracticeConcept(stage.Title).In(plan.Language);
        return concept with
        {
            ConceptId = FreeId(plan, CurriculumCatalogue.PracticePrefix + stage.StageId),
            Name = name,
            Description = $"{concept.Description.Replace("{name}", name, StringComparison.Ordinal)} "
                + $"{PlanTexts.PracticeParts([.. parts.Select(part => part.Name)]).In(plan.Language)}",
            Prerequisites = [.. parts.Select(part => part.ConceptId)],
        };
    }

    private static string FreeId(RoadmapDocument plan, string wanted) =>
        Enumerable.Range(1, MostConcepts * 2)
            .Select(number => number == 1 && !wanted.EndsWith('-') ? wanted : $"{wanted.TrimEnd('-')}-{number}")
            .First(id => !plan.Has(id));

    /// <summary>The one concept that the words name best; else all of the module or stage that they name.</summary>
    private List<RoadmapConcept> Named(RoadmapDocument plan, string words)
    {
        var best = plan.Concepts.Select(concept => (Concept: concept, Naming: Names(words, concept)))
            .Where(candidate => candidate.Naming > Naming.None)
            .OrderByDescending(candidate => candidate.Naming)
            .FirstOrDefault();
        if (best.Naming > Naming.Mentions)
            return [best.Concept];

        var parts = plan.Stages.Select(stage => (stage.Title, Concepts: stage.Modules.SelectMany(module => module.Concepts)))
            .Concat(plan.Stages.SelectMany(stage => stage.Modules)
                .Select(module => (module.Title, Concepts: module.Concepts.AsEnumerable())));
        var part = parts.FirstOrDefault(part => Wording.Mentions(part.Title, words));
        return part.Concepts is not null ? [.. part.Concepts] : best.Concept is not null ? [best.Concept] : [];
    }

    private bool IsName(RoadmapDocument plan, string words) =>
        plan.Concepts.Any(concept => Names(words, concept) >= Naming.PartOfName)
        || catalogue.Subjects.SelectMany(subject => subject.Concepts).Any(concept => Wording.Names(words, concept) >= Naming.PartOfName)
        || plan.Stages.SelectMany(stage => stage.Modules).Any(module => Wording.Mentions(module.Title, words));

    /// <summary>By the plan's own name, which an invented concept has only there, or by the catalogue's names in both languages.</summary>
    private Naming Names(string words, RoadmapConcept concept)
    {
        if (Wording.IsSame(words, concept.Name))
            return Naming.Name;
        var byCatalogue = catalogue.SourceOf(concept.ConceptId) is var source && source.Id == concept.ConceptId
            ? Wording.Names(words, source)
            : Naming.None;
        return byCatalogue == Naming.None && words.Length > 0 && Wording.Mentions(concept.Name, words) ? Naming.PartOfName : byCatalogue;
    }

    private bool IsPractice(RoadmapConcept concept) => catalogue.SourceOf(concept.ConceptId).Practice;
}
