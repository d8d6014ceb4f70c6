using System.Text.RegularExpressions;
using Roadmap.Api.Generation.Outline.Editing;
using Roadmap.Api.Generation.Validation;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Chat;

/// <summary>Makes a plan of what a model answered. Ids, sums and weeks are counted here: models do not count well.</summary>
internal static partial class PlanAssembly
{
    private const int NameLength = 200;
    private const int MostHours = 200;
    private const double HoursStep = 0.5;

    /// <summary>The plan, without notes, tagged with what it speaks of.</summary>
    public static RoadmapDocument Assemble(
        PlanAnswer answer, string roadmapId, LearnerRequest request, LearnerIntent intent, string model)
    {
        var plan = Untagged(answer, roadmapId, request, intent, model);
        return plan with { KeyTechnologies = [.. answer.KeyTechnologies.Where(technology => Contradictions.IsTaught(plan, technology))] };
    }

    private static RoadmapDocument Untagged(
        PlanAnswer answer, string roadmapId, LearnerRequest request, LearnerIntent intent, string model) => new RoadmapDocument
        {
            RoadmapId = roadmapId,
            TaskId = request.TaskId,
            Title = answer.Title.Trim().Truncated(NameLength),
            Summary = answer.Summary.Trim().Truncated(ContractLimits.TextLength),
            Goal = request.Goal,
            Level = request.Level,
            Language = intent.Language,
            GeneratedBy = model,
            TotalHours = 0,
            HoursPerWeek = request.HoursPerWeek,
            Weeks = 0,
            TargetDeadline = request.TargetDeadline,
            KeyTechnologies = [],
            Notes = [],
            Stages = [.. answer.Stages.Select((stage, index) => Stage(stage, $"stage-{index + 1}"))],
        }.Counted();

    /// <summary>What no reader of the plan could make sense of, and what the structure's validation would refuse later.</summary>
    public static IEnumerable<string> Problems(PlanAnswer answer, RoadmapDocument plan, LearnerRequest request)
    {
        var concepts = answer.Stages.SelectMany(stage => stage.Modules).SelectMany(module => module.Concepts).ToList();
        return Blank(answer, concepts)
            .Concat(concepts.Where(concept => !Id().IsMatch(concept.ConceptId))
                .Select(concept =>
                    $"The concept_id \"{concept.ConceptId.Truncated(NameLength)}\" must be 1 to 64 of a-z, 0-9 and hyphens."))
            .Concat(concepts.Where(concept => concept.Hours is not (> 0 and <= MostHours))
                .Select(concept => $"The hours of {concept.ConceptId} are {concept.Hours}; they must be above 0 and at most {MostHours}."))
            .Concat(StructureValidation.Check(plan, request).Issues
                .Where(issue => issue.Severity == IssueSeverity.Error)
                .Select(issue => issue.Message));
    }

    private static IEnumerable<string> Blank(PlanAnswer answer, List<ConceptAnswer> concepts)
    {
        if (string.IsNullOrWhiteSpace(answer.Title))
            yield return "The title is empty.";
        if (concepts.Exists(concept => string.IsNullOrWhiteSpace(concept.Name)))
            yield return "A concept has no name.";
    }

    private static RoadmapStage Stage(StageAnswer stage, string id) => new()
    {
        StageId = id,
        Title = stage.Title.Trim().Truncated(NameLength),
        Description = stage.Description.Trim().Truncated(ContractLimits.TextLength),
        Hours = 0,
        Modules = [.. stage.Modules.Select((module, index) => Module(module, $"{id}-module-{index + 1}"))],
    };

    private static RoadmapModule Module(ModuleAnswer module, string id) => new()
    {
        ModuleId = id,
        Title = module.Title.Trim().Truncated(NameLength),
        Description = module.Description.Trim().Truncated(ContractLimits.TextLength),
        Hours = 0,
        Concepts = [.. module.Concepts.Select(Concept)],
    };

    private static RoadmapConcept Concept(ConceptAnswer concept) => new()
    {
        ConceptId = concept.ConceptId,
        Name = concept.Name.Trim().Truncated(NameLength),
        Description = concept.Description.Trim().Truncated(ContractLimits.TextLength),
        Hours = Math.Max(HoursStep, Math.Round(concept.Hours / HoursStep) * HoursStep),
        Difficulty = concept.Difficulty,
        Prerequisites = [.. concept.Prerequisites.Distinct(StringComparer.Ordinal)],
        Keywords = concept.Keywords,
        FirstWeek = 1,
        LastWeek = 1,
    };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
