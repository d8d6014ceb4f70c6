using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.Generation.Validation;

/// <summary>What the validation of a plan found. It goes into the <c>data</c> of the step's <c>progress</c> event.</summary>
/// <param name="Score">100, less 20 for every error and 5 for every warning, and never less than 0.</param>
/// <param name="Issues">Errors first; at most <see cref="StructureValidation.MostIssues"/>, while the score counts all.</param>
internal sealed record StructureReport(
    [property: JsonPropertyName("score")] double Score,
    [property: JsonPropertyName("issues")] IReadOnlyList<StructureIssue> Issues)
{
    /// <summary>No errors; warnings do not count.</summary>
    [JsonPropertyName("is_valid")]
    public bool IsValid => !Issues.Any(issue => issue.Severity == IssueSeverity.Error);
}

internal sealed record StructureIssue(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("severity")] IssueSeverity Severity,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("concept_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ConceptId = null);

[JsonConverter(typeof(SnakeCaseEnumConverter<IssueSeverity>))]
internal enum IssueSeverity
{
    Error,
    Warning,
}

/// <summary>The values of <see cref="StructureIssue.Code"/>.</summary>
internal static class StructureIssueCodes
{
    public const string NoConcepts = "no_concepts";
    public const string FewConcepts = "few_concepts";
    public const string TooManyConcepts = "too_many_concepts";
    public const string EmptyStage = "empty_stage";
    public const string EmptyModule = "empty_module";
    public const string DuplicateId = "duplicate_id";
    public const string DuplicateName = "duplicate_name";
    public const string InvalidId = "invalid_id";
    public const string UnknownPrerequisite = "unknown_prerequisite";
    public const string PrerequisiteCycle = "prerequisite_cycle";
    public const string PrerequisiteOrder = "prerequisite_order";
    public const string HoursNotPositive = "hours_not_positive";
    public const string HoursSum = "hours_sum";
    public const string HoursExceedDeadline = "hours_exceed_deadline";
    public const string WeeksSum = "weeks_sum";
    public const string TechnologyNotTaught = "technology_not_taught";
    public const string LeftOutRemains = "left_out_remains";
    public const string AfterCapstone = "after_capstone";
    public const string StudyMethodOnly = "study_method_only";
}
