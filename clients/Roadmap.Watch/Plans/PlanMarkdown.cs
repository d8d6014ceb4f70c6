using System.Text;
using Roadmap.Contracts;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Plans;

/// <summary>A roadmap with all that is made for it, as Markdown.</summary>
internal static class PlanMarkdown
{
    private const int Longest = 100_000;

    public static string Of(RoadmapDocument roadmap)
    {
        var page = new StringBuilder();
        page.Append($"# {Plain(roadmap.Title)}\n\n{Plain(roadmap.Summary)}\n\n{Plain(PlanView.Facts(roadmap))}\n");
        foreach (var note in roadmap.Notes)
            page.Append($"\n> {Plain(note)}\n");
        foreach (var (index, stage) in roadmap.Stages.Index())
        {
            page.Append($"\n## {index + 1}. {Plain(stage.Title)}\n\n{Plain(stage.Description)}\n");
            foreach (var module in stage.Modules)
            {
                page.Append($"\n### {Plain(module.Title)}\n\n{Plain(module.Description)}\n");
                foreach (var concept in module.Concepts)
                    AddConcept(page, concept);
            }
        }

        return page.ToString();
    }

    private static void AddConcept(StringBuilder page, RoadmapConcept concept)
    {
        page.Append($"\n#### {Plain(concept.Name)}\n\n{Plain(concept.Description)} ({concept.Hours:0.#} h)\n");
        foreach (var section in concept.Content?.Tutorial?.Sections ?? [])
        {
            page.Append($"\n**{Plain(section.Title)}**\n\n");
            GuideText.AddTo(page, section.Body);
        }

        if (concept.Content?.Resources is { Items.Count: > 0 } resources)
        {
            page.Append('\n');
            foreach (var item in resources.Items)
                page.Append($"- [{Plain(item.Title)}](<{Address(item.Url)}>), {Plain(item.Kind)}\n");
        }

        foreach (var question in concept.Content?.Quiz?.Questions ?? [])
            page.Append($"\n**Question:** {Plain(question.Question)}\n\n*Answer:* {Plain(question.Answer)}\n");
    }

    /// <summary>Text in which nothing has a meaning for Markdown.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var letter in Printable.Line(text, Longest))
        {
            if (letter is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|')
                plain.Append('\\');
            plain.Append(letter);
        }

        return plain.ToString();
    }

    private static string Address(string url) =>
        Printable.Whole(url).Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal);
}
