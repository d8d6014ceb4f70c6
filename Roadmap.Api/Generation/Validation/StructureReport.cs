using System.Text.Json.Serialization;
using Roadmap.Contracts;
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

/// <param name="Code">What kind of issue it is.</param>
/// <param name="Severity">Whether the plan can be used all the same.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Key">What the sentence says, one of <see cref="ReasonKeys"/>: finer than the code.</param>
/// <param name="Values">What stands in the sentence.</param>
/// <param name="ConceptId">The concept that it is about, where it is about one.</param>
internal sealed record StructureIssue(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("severity")] IssueSeverity Severity,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("values"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<string>? Values = null,
    [property: JsonPropertyName("concept_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ConceptId = null)
{
    public Reason ToReason() => new() { Key = Key, Message = Message, Values = Values };

    /// <summary>The same issue, with what stands in its sentence.</summary>
    public StructureIssue With(params string[] values) => this with { Values = values };

    /// <summary>The same issue, whose sentence is another than that of its code.</summary>
    public StructureIssue Says(string key, params string[] values) => this with { Key = key, Values = values };
}

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
