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

        if (catalogue.TaughtIn(plan, found.Concept.Id) is { } same)
            return new EditStep(plan, EditTexts.AlreadyInPlan(plan.Concepts.First(concept => concept.ConceptId == same).Name));
        var missing = Missing(plan, found.Subject, found.Concept);
        if (plan.Concepts.Count() + missing.Count > MostConcepts)
            return new EditStep(plan, EditTexts.PlanIsFull(what, MostConcepts));
        var added = missing.Aggregate(plan, (changed, concept) => AddFromCatalogue(changed, found.Subject, concept));
        var wanted = added.Concepts.Single(concept => concept.ConceptId == found.Concept.Id);
        return new EditStep(
            Used(added, wanted).Counted(),
            EditTexts.Added(
                wanted.Name, catalogue.TopicOf(what)?.Name, [.. missing.SkipLast(1).Select(concept => concept.Name.In(plan.Language))]));
    }

    /// <summary>
    /// The other comes where the one was, with what it builds on, and those who needed the one need the other. What a plan is built on, or
    /// teaches beside other things, cannot be exchanged: then it says why.
    /// </summary>
    public EditStep Replace(RoadmapDocument plan, string what, string with)
    {
        if (Wording.IsSame(what, with))
            return new EditStep(plan, EditTexts.AlreadyInPlan(with));
        var called = catalogue.TopicOf(what)?.Name ?? what;
        var technology = names.Technology(plan, what) ?? names.Technology(plan, called);
        var present = Present(plan, with);
        var named = names.Named(plan, what);
        if (named.Count == 0)
            named = names.Named(plan, called);
        if (named.Count == 0)
            return new EditStep(plan, present is not null || IsSubject(plan, with)
                ? ReplaceTexts.ThereAlready(what, present?.Name ?? with)
                : EditTexts.NotInPlan(what));

        var old = named[0];
        if (present?.ConceptId == old.ConceptId || names.Names(with, old) > Naming.Mentions)
            return new EditStep(plan, EditTexts.AlreadyInPlan(old.Name));
        if (technology is not null && !names.CanDoWithout(plan, technology))
            return new EditStep(plan, ReplaceTexts.WholePlan(what, with, SubjectFor(plan, with)));
        List<RoadmapConcept> builtOn =
            technology is null ? [] : [.. names.About(plan, technology).Where(concept => !names.IsPractice(concept))];
        if (builtOn.Count > 1)
            return new EditStep(plan, ReplaceTexts.BuiltOn(what, with, builtOn, SubjectFor(plan, with)));
        var found = present is null ? Found(plan, with) : null;
        // "Flow" is no part of "control flow".
        if (found is { } other && other.Subject != catalogue.SubjectOf(plan) && catalogue.TopicOf(with) is null
            && Wording.Names(with, other.Concept) < Naming.Keyword)
            found = null;
        if (named.Count == 1 && found is null && present is null && !IsNamedAfter(old, [what, called]))
            return new EditStep(plan, ReplaceTexts.TeachesMore(what, with, old));

        var changed = named.Skip(1).Aggregate(plan, (rest, concept) => rest.Without(concept.ConceptId));
        if (present is not null)
        {
            changed = changed.Without(old.ConceptId);
        }
        else
        {
            var others = Others(changed, old, found, with);
            if (changed.Concepts.Count() + others.Count > MostConcepts)
                return new EditStep(plan, EditTexts.PlanIsFull(with, MostConcepts));
            changed = changed.With(others, old.ConceptId);
            present = others[^1];
        }

        changed = changed.WithLeftOut(named.Select(concept => PlanShortening.LeftOut(concept, LeftOutReason.Feedback)));
        if (technology is not null && names.About(changed, technology).Count == 0)
            changed = changed.WithLeftOut([new LeftOutConcept { Name = technology, Reason = LeftOutReason.Feedback }]);
        return new EditStep(changed.Counted(), ReplaceTexts.Replaced(named, present, SpeakingOf(changed, what, present)));
    }

    /// <summary>What comes in the place of a concept: what it builds on as far as that is not there before, and then it.</summary>
    private List<RoadmapConcept> Others(
        RoadmapDocument plan, RoadmapConcept old, (CatalogueSubject Subject, CatalogueConcept Concept)? found, string name)
    {
        var before = plan.Concepts.TakeWhile(concept => concept != old).Select(concept => concept.ConceptId)
            .ToHashSet(StringComparer.Ordinal);
        if (found is not { } taught)
        {
            var made = Made(plan, name);
            return
            [
                made with
                {
                    Requested = true,
                    Prerequisites = [.. made.Prerequisites.Where(before.Contains).Union(old.Prerequisites, StringComparer.Ordinal)],
                    Hours = old.Hours,
                },
            ];
        }

        var others = Missing(plan, taught.Subject, taught.Concept).ConvertAll(source => Concept(plan, taught.Subject, source));
        var there = others.Select(concept => concept.ConceptId).Concat(before).ToHashSet(StringComparer.Ordinal);
        others = others.ConvertAll(concept => concept with
        {
            Requested = true,
            Prerequisites =
            [
                .. concept.Prerequisites.Select(id => there.Contains(id) ? id : catalogue.TaughtIn(plan, id)).OfType<string>()
                    .Where(there.Contains).Distinct(StringComparer.Ordinal),
            ],
        });
        // After the last work nothing comes that does not need it, so there all of them need what the old one needed.
        var first = plan.Concepts.TakeWhile(concept => concept != old).Any(PlanChanges.IsCapstone) ? 0 : others.Count - 1;
        return
        [
            .. others.Select((concept, index) => index < first
                ? concept
                : concept with { Prerequisites = [.. concept.Prerequisites.Union(old.Prerequisites, StringComparer.Ordinal)] }),
        ];
    }

    /// <summary>Whether the concept is called after it, or was made for it: else it teaches more than that.</summary>
    private bool IsNamedAfter(RoadmapConcept concept, IReadOnlyList<string> words)
    {
        var aliases = words.Select(catalogue.TopicOf).OfType<CatalogueTopic>().SelectMany(topic => topic.Aliases.Append(topic.Name));
        return catalogue.OwnOf(concept.ConceptId) is not { } own
            || words.Concat(aliases).Any(word => Wording.Mentions(own.Name.En, word) || Wording.Mentions(own.Name.Zh, word));
    }

    /// <summary>What else shows it in its study guide.</summary>
    private IReadOnlyList<RoadmapConcept> SpeakingOf(RoadmapDocument plan, string what, RoadmapConcept but) =>
        [.. plan.Concepts.Where(concept => concept != but && catalogue.OwnOf(concept.ConceptId) is not null
            && catalogue.GuideOf(concept.ConceptId).In(plan.Language).Any(section => Wording.Mentions(section.Body, what)))];

    /// <summary>Another subject that teaches it.</summary>
    private CatalogueSubject? SubjectFor(RoadmapDocument plan, string what)
    {
        var called = catalogue.TopicOf(what)?.Name ?? what;
        return catalogue.Subjects.FirstOrDefault(subject => subject != catalogue.SubjectOf(plan)
            && (Wording.IsSame(subject.Title.En, called) || Wording.IsSame(subject.Title.Zh, called)
                || subject.Technologies.Any(technology => Wording.IsSame(technology, called))));
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
        if (catalogue.TopicOf(what) is { } topic && catalogue.TeacherOf(topic, own) is { } teacher)
            return teacher;
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
    private List<CatalogueConcept> Missing(RoadmapDocument plan, CatalogueSubject subject, CatalogueConcept wanted)
    {
        var known = (plan.LeftOut ?? []).Where(concept => concept.Reason == LeftOutReason.Known)
            .Select(concept => concept.ConceptId)
            .ToList();
        var needed = new HashSet<string>(StringComparer.Ordinal) { wanted.Id };
        var missing = new List<CatalogueConcept>();
        foreach (var concept in subject.Concepts.Reverse().Where(concept => needed.Contains(concept.Id)
            && catalogue.TaughtIn(plan, concept.Id) is null))
        {
            if (concept != wanted && (concept.IsKnownAt(plan.Level) || known.Contains(concept.Id)))
                continue;
            missing.Insert(0, concept);
            needed.UnionWith(concept.Prerequisites);
        }

        return missing;
    }

    private RoadmapDocument AddFromCatalogue(RoadmapDocument plan, CatalogueSubject subject, CatalogueConcept source)
    {
        var concept = Concept(plan, subject, source);
        concept = concept with
        {
            Prerequisites =
            [
                .. concept.Prerequisites.Select(id => catalogue.TaughtIn(plan, id)).OfType<string>().Distinct(StringComparer.Ordinal),
            ],
        };
        if (concept.Prerequisites.Count == 0 && source.Prerequisites.Count > 0)
            concept = concept with { Prerequisites = Foundation(plan) };

        // Its own stage, unless what it builds on comes later in this plan: feedback may have put that anywhere.
        var own = subject.Stages.First(stage => stage.Modules.Any(module => module.Concepts.Contains(source))).Id;
        return plan.WithRequested(StageFor(plan, concept, own), concept);
    }

    /// <summary>The last work of another subject is not the one with which this plan ends.</summary>
    private RoadmapConcept Concept(RoadmapDocument plan, CatalogueSubject subject, CatalogueConcept source) =>
        PlanDesign.Concept(source, plan) is var concept && concept.IsCapstone() && subject != catalogue.SubjectOf(plan)
            ? concept with { Keywords = [.. concept.Keywords.Where(keyword => keyword != PlanChanges.CapstoneKeyword)] }
            : concept;

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
