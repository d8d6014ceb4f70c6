using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>The content of a concept as a set of pieces, made in the order of <see cref="ContentType"/>.</summary>
internal static class ContentPieces
{
    public static IReadOnlyList<ContentType> Missing(this ConceptContent content)
    {
        List<ContentType> missing = [];
        if (content.Tutorial is null)
            missing.Add(ContentType.Tutorial);
        if (content.Resources is null)
            missing.Add(ContentType.Resources);
        if (content.Quiz is null)
            missing.Add(ContentType.Quiz);
        return missing;
    }

    public static bool IsWhole(this ConceptContent content) => content.Missing().Count == 0;

    public static ConceptContent With(this ConceptContent content, ConceptContent piece) => new()
    {
        Tutorial = piece.Tutorial ?? content.Tutorial,
        Resources = piece.Resources ?? content.Resources,
        Quiz = piece.Quiz ?? content.Quiz,
    };
}
