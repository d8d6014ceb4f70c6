using System.Text.RegularExpressions;

namespace Roadmap.Tests.Floors;

/// <summary>What TypeScript files use of other folders of their sources: by their imports.</summary>
internal sealed partial class TypeScriptArrows(FloorList floors, IReadOnlyCollection<KeyValuePair<string, string>> texts)
{
    public IEnumerable<string> Places => texts.Select(file => floors.PlaceOf(file.Key)).Distinct();

    public IEnumerable<Arrow> Find() =>
        from file in texts
        let own = floors.PlaceOf(file.Key)
        from used in Import()
            .Matches(file.Value)
            .Select(import => floors.PlaceOf(Resolve(file.Key, import.Groups["path"].Value)))
            .Distinct()
        where used != own
        select new Arrow(file.Key, own, used);

    /// <summary>The path of what is imported, from the folder of the sources on.</summary>
    private static string Resolve(string file, string import) =>
        new Uri(new Uri($"file:///{file}"), import).AbsolutePath.TrimStart('/');

    [GeneratedRegex(
        @"\b(from|import)\s*\(?\s*['""](?<path>\.\.?/[^'""]+)['""]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Import();
}
