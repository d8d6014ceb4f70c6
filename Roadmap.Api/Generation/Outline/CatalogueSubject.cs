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

    /// <summary>Words of a goal that speak for this subject, with their weight; negative: against it.</summary>
    public required IReadOnlyDictionary<string, int> Keywords { get; init; }

    public required IReadOnlyList<CatalogueStage> Stages { get; init; }

    [JsonIgnore]
    public IEnumerable<CatalogueConcept> Concepts => Stages.SelectMany(stage => stage.Modules).SelectMany(module => module.Concepts);
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

    /// <summary>From this level on it is known: an optional concept is left out, a core one becomes a refresher.</summary>
    public LearnerLevel? KnownAt { get; init; }

    public required IReadOnlyList<string> Prerequisites { get; init; }
    public required IReadOnlyList<string> Keywords { get; init; }
    public required StudyGuide Guide { get; init; }
    public required IReadOnlyList<LearningResource> Resources { get; init; }
    public required IReadOnlyList<CatalogueQuestion> Questions { get; init; }

    public bool IsKnownAt(LearnerLevel level) => KnownAt <= level;
}

internal sealed record StudyGuide
{
    public required BilingualText Why { get; init; }
    public required BilingualText Learn { get; init; }
    public required BilingualText Practise { get; init; }
    public required BilingualText Mistakes { get; init; }
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
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CatalogueSubject))]
[JsonSerializable(typeof(ConceptTemplates))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
