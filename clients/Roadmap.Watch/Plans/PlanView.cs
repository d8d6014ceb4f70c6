using Roadmap.Contracts;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Words;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Roadmap.Watch.Plans;

/// <summary>A roadmap for somebody at a terminal: what it comes to, and its stages, modules and concepts as a tree.</summary>
internal static class PlanView
{
    public static IRenderable Of(RoadmapDocument roadmap, int width)
    {
        var rows = new List<IRenderable>
        {
            new Paragraph(Printable.Line(roadmap.Title), Palette.Title),
            new Paragraph(Printable.Line(roadmap.Summary)),
            new Paragraph(Facts(roadmap), Palette.Quiet),
        };
        rows.AddRange(roadmap.Notes.Select(note => new Paragraph($"* {Printable.Line(note)}", Palette.Person)));
        rows.AddRange(OutcomeOf(roadmap.Review).Select(line => new Paragraph($"* {Printable.Line(line)}", Palette.Good)));
        rows.AddRange(roadmap.Stages.Select((stage, index) => StageOf(stage, index + 1, width)));
        return new Rows(rows);
    }

    /// <summary>How much it is, in a line.</summary>
    public static string Facts(RoadmapDocument roadmap) =>
        $"{roadmap.TotalHours:0.#} h, {roadmap.HoursPerWeek:0.#} h a week, {roadmap.Weeks} weeks; {roadmap.Concepts.Count()} concepts; "
        + $"{Contracts.Json.WireWord.Of(roadmap.Level)}; made by {Printable.Line(roadmap.GeneratedBy)}";

    /// <summary>What came of the feedback with which the plan was sent back.</summary>
    private static IEnumerable<string> OutcomeOf(PlanReview? review)
    {
        if (review?.Problem is { } problem)
            yield return problem;
        foreach (var edit in review?.Edits ?? [])
            yield return $"{edit.Label}: {edit.Text}";
        foreach (var part in review?.NotUnderstood ?? [])
            yield return $"Not understood: “{part}”";
    }

    private static Tree StageOf(RoadmapStage stage, int number, int width)
    {
        var tree = new Tree(Labelled($"{number}. {Printable.Line(stage.Title)}", $"{Hours(stage.Hours)}", Palette.Busy))
        {
            Style = Palette.Quiet,
        };
        foreach (var module in stage.Modules)
        {
            var node = tree.AddNode(Labelled(Printable.Line(module.Title), $"{Hours(module.Hours)}", Style.Plain));
            node.AddNodes(module.Concepts.Select(concept => ConceptOf(concept, width)));
        }

        return tree;
    }

    private static Paragraph ConceptOf(RoadmapConcept concept, int width)
    {
        // Weeks are left out where the names need the room.
        var weeks = width < 60 ? "" : concept.FirstWeek == concept.LastWeek ? $", week {concept.FirstWeek}"
            : $", weeks {concept.FirstWeek} to {concept.LastWeek}";
        return Labelled(Printable.Line(concept.Name), $"{Hours(concept.Hours)}{weeks}", Style.Plain);
    }

    /// <summary>In one word, which is not broken in two.</summary>
    private static string Hours(double hours) => $"{hours:0.#}h";

    private static Paragraph Labelled(string label, string quiet, Style style) =>
        new Paragraph(label, style).Append($"  {quiet}", Palette.Quiet);
}
