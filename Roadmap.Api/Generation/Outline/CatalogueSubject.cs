using System.Text.Json.Serialization;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>One file of the curriculum catalogue. Stages, modules and concepts stand in the order in which they are learnt.</summary>
internal sealed record CatalogueSubject
{
    public required string Id { get; init; }
    public required BilingualText Title { get; init; }
    public required BilingualText Summary { get; init; }
    public required IReadOnlyList<string> Technologies { get; init; }

    /// <summary>Absent: the title names no technology that the plan could do without.</summary>
    public NamedAfter? NamedAfter { get; init; }

    /// <summary>What it does not teach and a beginner must bring along, as a sentence of the plan. Absent: nothing.</summary>
    public BilingualText? Assumes { get; init; }

    /// <summary>
    /// Its place among the subjects that people ask for, the most wanted first, from 1. It decides where a goal speaks for none of them
    /// more than for another. The subject for all other goals has none.
    /// </summary>
    public int? Popular { get; init; }

    /// <summary>Words of a goal that speak for this subject, with their weight; negative: against it.</summary>
    public required IReadOnlyDictionary<string, int> Keywords { get; init; }

    /// <summary>
    /// Words of a goal that no subject teaches, and to which this one is near: it is not what was meant, and yet worth being asked for.
    /// </summary>
    public IReadOnlyList<string> Near { get => field ?? []; init; }

    public required IReadOnlyList<CatalogueStage> Stages { get; init; }

    [JsonIgnore]
    public IEnumerable<CatalogueConcept> Concepts => Stages.SelectMany(stage => stage.Modules).SelectMany(module => module.Concepts);
}

/// <summary>The technology that a subject's title names.</summary>
internal sealed record NamedAfter
{
    public required string Technology { get; init; }

    /// <summary>The title of a plan that leaves the technology out.</summary>
    public required BilingualText TitleWithout { get; init; }
}

internal sealed record CatalogueStage
{
    public required string Id { get; init; }
    public required BilingualText Title { get; init; }
    public required BilingualText Description { get; init; }
    public required IReadOnlyList<CatalogueModule> Modules { get; init; }
}

internal sealed record CatalogueModule
{
    public required string Id { get; init; }
    public required BilingualText Title { get; init; }
    public required BilingualText Description { get; init; }
    public required IReadOnlyList<CatalogueConcept> Concepts { get; init; }
}

internal sealed record CatalogueConcept
{
    public required string Id { get; init; }
    public required BilingualText Name { get; init; }
    public required BilingualText Description { get; init; }

    /// <summary>Hours of a beginner with time enough every week.</summary>
    public required double Hours { get; init; }

    public required ConceptDifficulty Difficulty { get; init; }

    /// <summary>A plan for the subject makes no sense without it.</summary>
    public required bool Core { get; init; }

    /// <summary>A project: most of the time goes into making something.</summary>
    public bool Practice { get; init; }

    /// <summary>From this level on it is known, and left out.</summary>
    public LearnerLevel? KnownAt { get; init; }

    /// <summary>From this level on it is in a plan: it is depth for which others lack the ground.</summary>
    public LearnerLevel? From { get; init; }

    public required IReadOnlyList<string> Prerequisites { get; init; }
    public required IReadOnlyList<string> Keywords { get; init; }

    /// <summary>The technologies that it makes no sense without: who leaves one out leaves it out too.</summary>
    public IReadOnlyList<string> Technologies { get => field ?? []; init; }

    public required IReadOnlyList<LearningResource> Resources { get; init; }
    public required IReadOnlyList<CatalogueQuestion> Questions { get; init; }

    public bool IsKnownAt(LearnerLevel level) => KnownAt <= level;

    public bool IsFor(LearnerLevel level) => From is null || From <= level;
}

internal sealed record CatalogueQuestion
{
    public required BilingualText Question { get; init; }
    public required BilingualText Answer { get; init; }
}

/// <summary>What concepts are made of that feedback asks for and no subject has. <c>{name}</c> stands for the concept's name.</summary>
internal sealed record ConceptTemplates
{
    public required CatalogueConcept Added { get; init; }
    public required CatalogueConcept Practice { get; init; }
}

/// <summary>
/// Something that people ask for by a name that no concept has: either concepts teach it, or all that is known of it is where it stands,
/// and where to read about it.
/// </summary>
internal sealed record CatalogueTopic
{
    public required string Name { get; init; }

    /// <summary>Other names for it.</summary>
    public IReadOnlyList<string> Aliases { get => field ?? []; init; }

    /// <summary>
    /// The ids of the concepts that teach it, the one first that does so by itself. Where they are of several subjects, who has learnt it
    /// by one of them need not learn it by another.
    /// </summary>
    public IReadOnlyList<string> TaughtBy { get => field ?? []; init; }

    /// <summary>Names of concepts that come before it, in the plans that have them.</summary>
    public IReadOnlyList<string> Needs { get => field ?? []; init; }

    /// <summary>None where a concept that teaches it has its own.</summary>
    public IReadOnlyList<LearningResource> Resources { get => field ?? []; init; }
}

internal sealed record CatalogueTopics
{
    public required IReadOnlyList<CatalogueTopic> Topics { get; init; }
}

internal sealed record BilingualText
{
    public required string En { get; init; }
    public required string Zh { get; init; }

    public string In(string language) => language == Languages.Chinese ? Zh : En;
}

/// <summary>The languages of the catalogue.</summary>
internal static class Languages
{
    public const string English = "en";
    public const string Chinese = "zh";

    public static bool HasChinese(string text) => text.Any(letter => letter is >= '\u3400' and <= '\u9fff');
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CatalogueSubject))]
[JsonSerializable(typeof(ConceptTemplates))]
[JsonSerializable(typeof(CatalogueTopics))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
