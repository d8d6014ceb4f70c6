using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>Puts into a plan what its reviewer misses: after what it builds on, and before the work in which it is used.</summary>
internal sealed class PlanAdditions(CurriculumCatalogue catalogue, PlanNames names)
{
    private const int MostConcepts = 60;

    public EditStep Add(RoadmapDocument plan, string what)
    {
        if (Present(plan, what) is { } present)
            return new EditStep(plan, EditTexts.AlreadyInPlan(present.Name));
        if (IsSubject(plan, what))
            return new EditStep(plan, EditTexts.AlreadyInPlan(what));
        if (plan.Concepts.Count() >= MostConcepts)
            return new EditStep(plan, EditTexts.PlanIsFull(what, MostConcepts));
        if (Found(plan, what) is not { } found)
        {
            var made = Made(plan, what);
            return new EditStep(
                Used(plan.WithRequested(StageFor(plan, made), made), made).Counted(),
                EditTexts.Made(made, Before(plan, made), catalogue.TopicOf(what)));
        }

        var missing = Missing(plan, found.Subject, found.Concept);
        if (plan.Concepts.Count() + missing.Count > MostConcepts)
            return new EditStep(plan, EditTexts.PlanIsFull(what, MostConcepts));
        var added = missing.Aggregate(plan, (changed, concept) => AddFromCatalogue(changed, found.Subject, concept));
        var wanted = added.Concepts.Single(concept => concept.ConceptId == found.Concept.Id);
        return new EditStep(
            Used(added, wanted).Counted(),
            EditTexts.Added(wanted.Name, [.. missing.SkipLast(1).Select(concept => concept.Name.In(plan.Language))]));
    }

    /// <summary>The other comes where the one was, and those who needed the one need the other.</summary>
    public EditStep Replace(RoadmapDocument plan, string what, string with)
    {
        if (Wording.IsSame(what, with))
            return new EditStep(plan, EditTexts.AlreadyInPlan(with));
        var technology = names.Technology(plan, what);
        if (names.Named(plan, what) is not [var old, ..])
            return new EditStep(plan, EditTexts.NotInPlan(what));
        var present = Present(plan, with);
        if (present?.ConceptId == old.ConceptId || names.Names(with, old) > Naming.Mentions)
            return new EditStep(plan, EditTexts.AlreadyInPlan(old.Name));

        RoadmapDocument changed;
        if (present is not null)
        {
            changed = plan.Without(old.ConceptId);
        }
        else
        {
            var before = plan.Concepts.Select(concept => concept.ConceptId).TakeWhile(id => id != old.ConceptId).ToList();
            var other = Found(plan, with) is { } found ? PlanDesign.Concept(found.Concept, plan) : Made(plan, with);
            present = other with
            {
                Requested = true,
                Prerequisites = [.. other.Prerequisites.Where(before.Contains).Union(old.Prerequisites, StringComparer.Ordinal)],
                Hours = catalogue.OwnOf(other.ConceptId) is null ? old.Hours : other.Hours,
            };
            changed = plan.With(present, old.ConceptId);
        }

        changed = changed.WithLeftOut([PlanShortening.LeftOut(old, LeftOutReason.Feedback)]);
        if (technology is not null && names.CanDoWithout(plan, technology) && names.About(changed, technology).Count == 0)
            changed = changed.WithLeftOut([new LeftOutConcept { Name = technology, Reason = LeftOutReason.Feedback }]);
        return new EditStep(changed.Counted(), EditTexts.Replaced(old.Name, present.Name));
    }

    /// <summary>What the plan has of it: the concept that is called so, or else the first that is about this technology.</summary>
    private RoadmapConcept? Present(RoadmapDocument plan, string what) =>
        plan.Concepts.FirstOrDefault(concept => names.Names(what, concept) > Naming.Mentions)
        ?? (names.About(plan, catalogue.TopicOf(what)?.Name ?? what) is [var first, ..] ? first : null);

    /// <summary>Whether the whole plan is about it.</summary>
    private bool IsSubject(RoadmapDocument plan, string what) =>
        catalogue.SubjectOf(plan).Title is var title
        && (catalogue.TopicOf(what)?.Name ?? what) is var called
        && (Wording.IsSame(title.En, called) || Wording.IsSame(title.Zh, called));

    private (CatalogueSubject Subject, CatalogueConcept Concept)? Found(RoadmapDocument plan, string what)
    {
        var own = catalogue.SubjectOf(plan);
        var found = catalogue.Subjects.OrderByDescending(subject => subject == own)
            .SelectMany(subject =>
                subject.Concepts.Select(concept => (Subject: subject, Concept: concept, Naming: Wording.Names(what, concept))))
            .Where(candidate => candidate.Naming > Naming.Mentions && !plan.Has(candidate.Concept.Id))
            .OrderByDescending(candidate => candidate.Naming)
            .FirstOrDefault();
        // A part of a name of another subject's concept is a chance likeness rather than what was meant.
        return found.Concept is null || (found.Subject != own && found.Naming == Naming.PartOfName && catalogue.TopicOf(what) is not null)
            ? null
            : (found.Subject, found.Concept);
    }

    /// <summary>The concept, and before it what it builds on, as far as neither the plan nor the learner has it.</summary>
    private static List<CatalogueConcept> Missing(RoadmapDocument plan, CatalogueSubject subject, CatalogueConcept wanted)
    {
        var known = (plan.LeftOut ?? []).Where(concept => concept.Reason == LeftOutReason.Known)
            .Select(concept => concept.ConceptId)
            .ToList();
        var needed = new HashSet<string>(StringComparer.Ordinal) { wanted.Id };
        var missing = new List<CatalogueConcept>();
        foreach (var concept in subject.Concepts.Reverse().Where(concept => needed.Contains(concept.Id) && !plan.Has(concept.Id)))
        {
            if (concept != wanted && (concept.IsKnownAt(plan.Level) || known.Contains(concept.Id)))
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
        if (concept.Prerequisites.Count == 0 && source.Prerequisites.Count > 0)
            concept = concept with { Prerequisites = Foundation(plan) };

        // Its own stage, unless what it builds on comes later in this plan: feedback may have put that anywhere.
        var own = subject.Stages.First(stage => stage.Modules.Any(module => module.Concepts.Contains(source))).Id;
        return plan.WithRequested(StageFor(plan, concept, own), concept);
    }

    private RoadmapConcept Made(RoadmapDocument plan, string name)
    {
        var topic = catalogue.TopicOf(name);
        var concept = PlanDesign.Concept(catalogue.Templates.Added, plan);
        var called = topic?.Name ?? name;
        var needed = (topic?.Needs ?? [])
            .SelectMany(need => plan.Concepts.Where(other => names.Names(need, other) >= Naming.Keyword).Take(1))
            .Where(other => !other.IsCapstone())
            .Select(other => other.ConceptId)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return concept with
        {
            ConceptId = FreeId(plan, CurriculumCatalogue.AddedPrefix + Wording.Slug(called, 48)),
            Name = called,
            Description = concept.Description.Replace("{name}", called, StringComparison.Ordinal),
            Keywords = [called],
            Prerequisites = needed.Count > 0 ? needed : Foundation(plan),
        };
    }

    /// <summary>What anything that is added to a plan may be taken to build on: the last thing that its first stage teaches.</summary>
    private static IReadOnlyList<string> Foundation(RoadmapDocument plan) =>
        plan.Stages[0].Modules.SelectMany(module => module.Concepts)
            .LastOrDefault(concept => !concept.IsCapstone() && concept.Requested != true) is { } last
            ? [last.ConceptId]
            : [];

    /// <summary>
    /// The stage wanted, or a later one in which the last of what the concept builds on stands; never after the last work.
    /// </summary>
    private static string StageFor(RoadmapDocument plan, RoadmapConcept concept, string? wanted = null)
    {
        var stages = plan.Stages.ToList();
        var ending = stages.FindIndex(stage => stage.Modules.SelectMany(module => module.Concepts).Any(other => other.IsCapstone()));
        var latest = stages.FindLastIndex(stage => stage.Modules.SelectMany(module => module.Concepts)
            .Any(other => concept.Prerequisites.Contains(other.ConceptId)));
        var last = ending >= 0 ? ending : stages.Count - 1;
        var own = stages.FindIndex(stage => stage.StageId == wanted) is var index and >= 0 ? index : last;
        return stages[Math.Min(last, Math.Max(own, latest))].StageId;
    }

    /// <summary>The plan whose last work uses the concept.</summary>
    private static RoadmapDocument Used(RoadmapDocument plan, RoadmapConcept used) => plan.Change(concept =>
        concept.IsCapstone() && concept == plan.Concepts.Last(other => other.IsCapstone())
            ? concept with { Prerequisites = [.. concept.Prerequisites.Append(used.ConceptId).Distinct(StringComparer.Ordinal)] }
            : concept);

    private static IReadOnlyList<string> Before(RoadmapDocument plan, RoadmapConcept concept) =>
        [.. plan.Concepts.Where(other => concept.Prerequisites.Contains(other.ConceptId)).Select(other => other.Name)];

    private static string FreeId(RoadmapDocument plan, string wanted) =>
        Enumerable.Range(1, MostConcepts * 2)
            .Select(number => number == 1 && !wanted.EndsWith('-') ? wanted : $"{wanted.TrimEnd('-')}-{number}")
            .First(id => !plan.Has(id));
}
