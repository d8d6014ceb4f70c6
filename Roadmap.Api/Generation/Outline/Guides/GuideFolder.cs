namespace Roadmap.Api.Generation.Outline.Guides;

/// <summary>
/// The guides of a folder of the catalogue: two files a concept, one a language, such as <c>rust-errors.en.md</c> and
/// <c>rust-errors.zh.md</c>. No other Markdown file stands there: it would be one that nobody reads.
/// </summary>
internal static class GuideFolder
{
    private static readonly string[] s_languages = [Languages.English, Languages.Chinese];

    /// <param name="directory">The folder.</param>
    /// <param name="conceptIds">The concepts that have a guide in it.</param>
    /// <param name="faults">Takes one line for each fault, which names the folder and the file.</param>
    public static Dictionary<string, StudyGuide> Read(string directory, IEnumerable<string> conceptIds, List<string> faults)
    {
        var files = Directory.GetFiles(directory, "*.md").Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal);
        var folder = Path.GetFileName(directory);
        var guides = new Dictionary<string, StudyGuide>(StringComparer.Ordinal);
        foreach (var id in conceptIds)
        {
            var texts = s_languages.Select(language => Sections(directory, files, id, language, faults)).ToList();
            guides[id] = new StudyGuide(texts[0], texts[1]);
        }

        faults.AddRange(files.Order(StringComparer.Ordinal).Select(file => $"{folder}/{file}: there is no concept that it belongs to."));
        return guides;
    }

    private static IReadOnlyList<GuideSection> Sections(
        string directory, HashSet<string> files, string id, string language, List<string> faults)
    {
        var file = $"{id}.{language}.md";
        var where = $"{Path.GetFileName(directory)}/{file}";
        if (!files.Remove(file))
        {
            faults.Add($"{where}: the study guide is missing.");
            return [];
        }

        var (sections, found) = GuideReader.Read(File.ReadAllText(Path.Combine(directory, file)), language);
        faults.AddRange(found.Select(fault => $"{where}: {fault}"));
        return sections;
    }
}
