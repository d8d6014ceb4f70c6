using System.Text;

namespace Roadmap.Api.Generation.Outline.Guides;

/// <summary>Parts a guide's Markdown into its sections, and says what is wrong with it.</summary>
internal sealed class GuideReader
{
    private const string Heading = "## ";
    private const string Fence = "```";

    /// <summary>Why, two to four sections of the guide's own, exercises, mistakes.</summary>
    private const int FewestSections = 5;
    private const int MostSections = 7;

    private readonly List<GuideSection> _sections = [];
    private readonly List<string> _faults = [];
    private readonly StringBuilder _body = new();
    private string? _title;
    private bool _inCode;

    private GuideReader()
    {
    }

    /// <param name="markdown">The whole file.</param>
    /// <param name="language">The language that it must be written in.</param>
    public static (IReadOnlyList<GuideSection> Sections, IReadOnlyList<string> Faults) Read(string markdown, string language)
    {
        var reader = new GuideReader();
        var number = 0;
        foreach (var line in markdown.AsSpan().EnumerateLines())
            reader.Take(line, ++number);
        reader.End(language);
        return (reader._sections, reader._faults);
    }

    private void Take(ReadOnlySpan<char> line, int number)
    {
        if (line.StartsWith(Fence, StringComparison.Ordinal))
        {
            if (!_inCode && line[Fence.Length..].IsWhiteSpace())
                _faults.Add($"line {number}: the code has no language.");
            _inCode = !_inCode;
        }
        else if (line.TrimStart().StartsWith(Fence, StringComparison.Ordinal))
        {
            _faults.Add($"line {number}: the fence of code must begin the line.");
        }

        if (!_inCode && line.StartsWith(Heading, StringComparison.Ordinal))
        {
            EndSection();
            _title = line[Heading.Length..].Trim().ToString();
            return;
        }

        if (!_inCode && line.StartsWith("# ", StringComparison.Ordinal))
            _faults.Add($"line {number}: a heading of the first level; the concept's name is that already.");
        _body.Append(line.TrimEnd()).Append('\n');
    }

    private void EndSection()
    {
        var body = _body.ToString().Trim('\n');
        _body.Clear();
        if (_title is null && body.Length > 0)
            _faults.Add("there is text before the first heading.");
        if (_title is not null && body.Length == 0)
            _faults.Add($"the section \"{_title}\" is empty.");
        if (_title is not null)
            _sections.Add(new GuideSection(_title, body));
    }

    private void End(string language)
    {
        EndSection();
        if (_inCode)
            _faults.Add("the last code has no end.");
        if (_sections.Count is < FewestSections or > MostSections)
            _faults.Add($"it has {_sections.Count} sections; there must be {FewestSections} to {MostSections}.");
        if (_sections.Count < FewestSections)
            return;

        Expect(_sections[0], GuideHeadings.Why.In(language));
        Expect(_sections[^2], GuideHeadings.Practise.In(language));
        Expect(_sections[^1], GuideHeadings.Mistakes.In(language));
    }

    private void Expect(GuideSection section, string title)
    {
        if (section.Title != title)
            _faults.Add($"where \"{section.Title}\" stands, there must be \"{title}\".");
    }
}
