using System.Globalization;
using Roadmap.Api.Generation.Outline;
using Roadmap.Contracts;
using static Roadmap.Api.Generation.Validation.StructureIssueCodes;

namespace Roadmap.Api.Generation.Validation;

/// <summary>
/// Checks that a plan, whoever made it, can be learnt in its order and in its time. Errors are what no reader of the plan could make
/// sense of; warnings are what a person should know at the review.
/// </summary>
internal static class StructureValidation
{
    /// <summary>A report goes into one event, which has a bound.</summary>
    public const int MostIssues = 50;

    private const int FewestConcepts = 3;
    private const double ErrorCost = 20;
    private const double WarningCost = 5;

    /// <summary>Half an hour: hours are rounded to halves, and a sum may be rounded on its own.</summary>
    private const double SumTolerance = 0.5;

    public static StructureReport Check(RoadmapDocument plan, LearnerRequest request)
    {
        var concepts = plan.Concepts.ToList();
        List<StructureIssue> issues =
        [
            .. Count(concepts),
            .. EmptyParts(plan),
            .. Duplicates(plan, concepts),
            .. Prerequisites(concepts),
            .. Hours(plan, concepts),
            .. Contradictions.Of(plan, concepts),
            .. Doubts(plan, concepts, request),
        ];

        var errors = issues.Count(issue => issue.Severity == IssueSeverity.Error);
        var score = Math.Max(0, 100 - (ErrorCost * errors) - (WarningCost * (issues.Count - errors)));
        return new StructureReport(score, [.. issues.OrderBy(issue => issue.Severity).Take(MostIssues)]);
    }

    private static IEnumerable<StructureIssue> Count(List<RoadmapConcept> concepts)
    {
        if (concepts.Count == 0)
            yield return Error(NoConcepts, "The plan has no concepts.");
        else if (concepts.Count < FewestConcepts)
            yield return Warning(FewConcepts, $"The plan has {concepts.Count} concepts only.").With(Text(concepts.Count));
        if (concepts.Count > ContractLimits.ConceptsPerTask)
            yield return Error(
                    TooManyConcepts, $"The plan has {concepts.Count} concepts; at most {ContractLimits.ConceptsPerTask} can be followed.")
                .With(Text(concepts.Count), Text(ContractLimits.ConceptsPerTask));
    }

    private static IEnumerable<StructureIssue> EmptyParts(RoadmapDocument plan) =>
        plan.Stages.Where(stage => stage.Modules.Count == 0)
            .Select(stage => Error(EmptyStage, $"The stage \"{stage.Title}\" has no modules.").With(stage.Title))
            .Concat(plan.Stages.SelectMany(stage => stage.Modules)
                .Where(module => module.Concepts.Count == 0)
                .Select(module => Error(EmptyModule, $"The module \"{module.Title}\" has no concepts.").With(module.Title)));

    private static IEnumerable<StructureIssue> Duplicates(RoadmapDocument plan, List<RoadmapConcept> concepts) =>
        Repeated(concepts, concept => concept.ConceptId)
            .Select(group => Error(DuplicateId, $"{group.Count()} concepts have the id {group.Key}.", group.Key)
                .With(Text(group.Count()), group.Key))
            .Concat(Repeated(plan.Stages, stage => stage.StageId)
                .Select(group => Error(DuplicateId, $"{group.Count()} stages have the id {group.Key}.")
                    .Says(ReasonKeys.DuplicateStageId, Text(group.Count()), group.Key)))
            .Concat(Repeated(plan.Stages.SelectMany(stage => stage.Modules), module => module.ModuleId)
                .Select(group => Error(DuplicateId, $"{group.Count()} modules have the id {group.Key}.")
                    .Says(ReasonKeys.DuplicateModuleId, Text(group.Count()), group.Key)))
            .Concat(Repeated(concepts, concept => concept.Name)
                .Select(group =>
                    Warning(DuplicateName, $"{group.Count()} concepts have the name \"{group.Key}\".", group.First().ConceptId)
                        .With(Text(group.Count()), group.Key)))
            .Concat(concepts.Where(concept => concept.ConceptId.Length is 0 or > ContractLimits.IdLength)
                .Select(concept =>
                    Error(InvalidId, $"The id of the concept \"{concept.Name}\" must have 1 to {ContractLimits.IdLength} characters.")
                        .With(concept.Name, Text(ContractLimits.IdLength))));

    private static IEnumerable<StructureIssue> Prerequisites(List<RoadmapConcept> concepts)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < concepts.Count; i++)
            positions.TryAdd(concepts[i].ConceptId, i);

        var cycles = PrerequisiteCycles.Of(concepts);
        foreach (var cycle in cycles)
            yield return Error(
                    PrerequisiteCycle, $"Each of these needs the next, and the last the first: {string.Join(", ", cycle)}.", cycle[0])
                .With([.. cycle]);

        foreach (var (concept, index) in concepts.Select((concept, index) => (concept, index)))
        {
            foreach (var id in concept.Prerequisites.Distinct(StringComparer.Ordinal))
            {
                if (!positions.TryGetValue(id, out var position))
                    yield return Error(
                            UnknownPrerequisite, $"{concept.ConceptId} needs {id}, which is not in the plan.", concept.ConceptId)
                        .With(concept.ConceptId, id);
                else if (position > index && !cycles.Any(cycle => cycle.Contains(id) && cycle.Contains(concept.ConceptId)))
                    yield return Error(PrerequisiteOrder, $"{concept.ConceptId} needs {id}, which comes later.", concept.ConceptId)
                        .With(concept.ConceptId, id);
            }
        }
    }

    private static IEnumerable<StructureIssue> Hours(RoadmapDocument plan, List<RoadmapConcept> concepts)
    {
        foreach (var concept in concepts.Where(concept => !IsPositive(concept.Hours)))
            yield return Error(
                    HoursNotPositive, $"The hours of {concept.ConceptId} are {concept.Hours}; they must be positive.", concept.ConceptId)
                .With(concept.ConceptId, Text(concept.Hours));

        if (!IsPositive(plan.HoursPerWeek))
            yield return Error(HoursNotPositive, $"The hours a week are {plan.HoursPerWeek}; they must be positive.")
                .Says(ReasonKeys.WeeklyHoursNotPositive, Text(plan.HoursPerWeek));

        var sum = concepts.Sum(concept => concept.Hours);
        if (double.IsFinite(sum) && !(Math.Abs(sum - plan.TotalHours) <= SumTolerance))
            yield return Error(HoursSum, $"The concepts have {sum:0.#} hours together, and the plan says {plan.TotalHours:0.#}.")
                .With(Text(sum), Text(plan.TotalHours));
        else if (IsPositive(plan.HoursPerWeek) && IsPositive(sum)
            && Math.Abs(plan.Weeks - (plan.TotalHours / plan.HoursPerWeek)) > 1 + (SumTolerance / plan.HoursPerWeek))
            yield return Error(
                    WeeksSum,
                    $"{plan.TotalHours:0.#} hours at {plan.HoursPerWeek:0.#} a week do not take {plan.Weeks} weeks, as the plan says.")
                .With(Text(plan.TotalHours), Text(plan.HoursPerWeek), Text(plan.Weeks));
    }

    /// <summary>What a person should know before the plan is followed.</summary>
    private static IEnumerable<StructureIssue> Doubts(RoadmapDocument plan, List<RoadmapConcept> concepts, LearnerRequest request)
    {
        var budget = DeadlineBudget.Hours(plan, request.RequestedAt);
        var sum = concepts.Sum(concept => concept.Hours);
        if (sum > budget)
            yield return Warning(HoursExceedDeadline, $"The plan needs {sum:0.#} hours; until the deadline there are {budget:0.#}.")
                .With(Text(sum), Text(budget));
        if (plan.Understood is { MethodOnly: true })
            yield return Warning(StudyMethodOnly, "The plan is a method for studying, and teaches nothing of the subject itself.");
    }

    private static IEnumerable<IGrouping<string, T>> Repeated<T>(IEnumerable<T> items, Func<T, string> by) =>
        items.GroupBy(by, StringComparer.Ordinal).Where(group => group.Count() > 1);

    private static bool IsPositive(double hours) => double.IsFinite(hours) && hours > 0;

    internal static StructureIssue Error(string code, string message, string? conceptId = null) =>
        new(code, IssueSeverity.Error, message, Key: code, ConceptId: conceptId);

    private static StructureIssue Warning(string code, string message, string? conceptId = null) =>
        new(code, IssueSeverity.Warning, message, Key: code, ConceptId: conceptId);

    private static string Text(double figure) => figure.ToString("0.#", CultureInfo.InvariantCulture);
}
