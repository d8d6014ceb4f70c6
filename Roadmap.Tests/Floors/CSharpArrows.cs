using System.Text.RegularExpressions;

namespace Roadmap.Tests.Floors;

/// <summary>
/// What C# files use of other folders of their project: by usings and whole names; by names that begin with a folder, since a namespace
/// sees its parent's without a using; and by the types of the project's own namespace, which every folder sees, wherever they stand.
/// </summary>
internal sealed partial class CSharpArrows
{
    /// <summary>Of the project, such as <c>Roadmap.Hubs</c>.</summary>
    private readonly string _space;

    private readonly FloorList _floors;
    private readonly Dictionary<string, string> _texts;
    private readonly HashSet<(string Type, string Place)> _types;
    private readonly Dictionary<string, string> _seenByAll;

    /// <param name="space">The project's namespace.</param>
    /// <param name="floors">Its floors.</param>
    /// <param name="texts">Its files, by their paths from the project's folder on.</param>
    public CSharpArrows(string space, FloorList floors, IReadOnlyCollection<KeyValuePair<string, string>> texts)
    {
        _space = space;
        _floors = floors;
        _texts = texts.ToDictionary(file => file.Key, file => NamespaceLine().Replace(file.Value, ""), StringComparer.Ordinal);
        _types = [.. _texts.SelectMany(file => TypesIn(file.Value).Select(type => (type, floors.PlaceOf(file.Key))))];
        _seenByAll = texts.Where(file => IsOfProjectItself(file.Key, file.Value))
            .SelectMany(file => TypesIn(file.Value).Select(type => (Type: type, Place: floors.PlaceOf(file.Key))))
            .DistinctBy(type => type.Type)
            .ToDictionary(StringComparer.Ordinal);
    }

    public IEnumerable<string> Places => _texts.Keys.Select(_floors.PlaceOf).Distinct();

    public IEnumerable<Arrow> Find() =>
        from file in _texts
        let own = _floors.PlaceOf(file.Key)
        from used in UsedBy(file.Value).Distinct()
        where used != own
        select new Arrow(file.Key, own, used);

    private IEnumerable<string> UsedBy(string text)
    {
        foreach (Match name in WholeName().Matches(text))
        {
            if (_space == name.Groups["space"].Value || _space.EndsWith($".{name.Groups["space"].Value}", StringComparison.Ordinal))
                yield return name.Groups["folder"].Value;
        }

        foreach (Match name in PartialName().Matches(text))
        {
            if (_types.Contains((name.Groups["type"].Value, name.Groups["folder"].Value)))
                yield return name.Groups["folder"].Value;
        }

        foreach (Match word in Word().Matches(InQuotes().Replace(text, "")))
        {
            if (_seenByAll.TryGetValue(word.Value, out var place))
                yield return place;
        }
    }

    private bool IsOfProjectItself(string path, string text) =>
        !path.Contains('/', StringComparison.Ordinal)
        || NamespaceLine().Match(text).Value.TrimEnd(';', '\r') == $"namespace {_space}";

    private static IEnumerable<string> TypesIn(string text) =>
        Declaration().Matches(text).Select(declared => declared.Groups["type"].Value);

    [GeneratedRegex(@"^namespace .*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"(?<![\w.])(?<space>(Roadmap\.)?[A-Z]\w+)\.(?<folder>[A-Z]\w*)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex WholeName();

    [GeneratedRegex(@"(?<![\w.])(?<folder>[A-Z]\w+)\.(?<type>[A-Z]\w*)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PartialName();

    [GeneratedRegex(
        @"^(public|internal) [a-z ]*\b(class|struct|interface|enum|record) (?<type>\w+)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();

    [GeneratedRegex("\"[^\"\\n]*\"", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex InQuotes();
}
