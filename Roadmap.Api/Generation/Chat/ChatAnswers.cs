using System.ComponentModel;
using System.Text.Json.Serialization;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Chat;

// The shapes in which a model answers. Descriptions go into the schema that it is shown.

internal sealed record IntentAnswer(
    [property: Description("The subject in a few words, such as 'Backend engineering with Python'")] string Subject,
    [property: Description("One sentence to the learner: what you understood that they want")] string Summary,
    [property: Description("The language to write in, as a BCP 47 tag: the one asked for, else the goal's own")] string Language,
    [property: Description("At most eight technologies or topics that matter most")] IReadOnlyList<string> KeyTechnologies);

internal sealed record PlanAnswer(
    [property: Description("The title of the roadmap")] string Title,
    [property: Description("Two or three sentences: what is learnt, and what the learner can do at the end")] string Summary,
    IReadOnlyList<string> KeyTechnologies,
    IReadOnlyList<StageAnswer> Stages,
    [property: Description("What was changed because of the feedback, a sentence each; empty without feedback")]
    IReadOnlyList<string> Changes,
    [property: Description("Parts of the feedback that were not followed and why, a sentence each; empty without feedback")]
    IReadOnlyList<string> NotFollowed);

internal sealed record StageAnswer(string Title, string Description, IReadOnlyList<ModuleAnswer> Modules);

internal sealed record ModuleAnswer(string Title, string Description, IReadOnlyList<ConceptAnswer> Concepts);

internal sealed record ConceptAnswer(
    [property: Description("Lower-case words joined by hyphens, its own in the whole plan, such as 'http-basics'")] string ConceptId,
    string Name,
    [property: Description("One or two sentences")] string Description,
    [property: Description("Hours to learn it, in steps of 0.5")] double Hours,
    ConceptDifficulty Difficulty,
    [property: Description("The concept_ids, all of earlier concepts, that must be known before")] IReadOnlyList<string> Prerequisites,
    IReadOnlyList<string> Keywords);

internal sealed record TutorialAnswer(
    [property: Description("One or two sentences")] string Summary,
    IReadOnlyList<SectionAnswer> Sections);

internal sealed record SectionAnswer(
    string Title,
    [property: Description("CommonMark without headings; code in fences that name its language")] string Body);

internal sealed record ResourcesAnswer(IReadOnlyList<ResourceAnswer> Items);

internal sealed record ResourceAnswer(
    string Title,
    [property: Description("An https address that you are sure exists")] string Url,
    [property: Description("documentation, book, course, tutorial or specification")] string Kind);

internal sealed record QuizAnswer(IReadOnlyList<QuestionAnswer> Questions);

internal sealed record QuestionAnswer(
    string Question,
    [property: Description("What a good answer says")] string Answer);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IntentAnswer))]
[JsonSerializable(typeof(PlanAnswer))]
[JsonSerializable(typeof(TutorialAnswer))]
[JsonSerializable(typeof(ResourcesAnswer))]
[JsonSerializable(typeof(QuizAnswer))]
internal sealed partial class ChatJson : JsonSerializerContext;
