namespace Roadmap.Tests.Floors;

/// <summary>
/// The floors of one project, from its <c>floors.txt</c>: one place a line, the lowest first, and after it what stands there. A place uses
/// only those that stand before it.
/// </summary>
internal sealed class FloorList(IReadOnlyList<string> floors)
{
    public const string FileName = "floors.txt";

    public static FloorList Read(string project) => new([.. File.ReadLines(Path.Combine(project, FileName))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ')[0])]);

    /// <summary>Whether a place is named.</summary>
    public bool Has(string place) => floors.Contains(place);

    /// <summary>Where a file of the project belongs.</summary>
    /// <param name="path">From the project's folder on.</param>
    public string PlaceOf(string path)
    {
        var first = path.Split('/')[0];
        return first != path || Has(first) ? first : Arrow.Root;
    }

    /// <summary>
    /// What is wrong: places that are not named or not there, and arrows upwards. Of a circle at least one arrow goes upwards.
    /// </summary>
    public IEnumerable<string> Faults(IEnumerable<string> places, IEnumerable<Arrow> arrows)
    {
        var there = places.ToHashSet(StringComparer.Ordinal);
        foreach (var place in there.Where(place => place != Arrow.Root && !Has(place)))
            yield return $"{place} stands in no line of {FileName}";
        foreach (var floor in floors.Where(floor => !there.Contains(floor)))
            yield return $"{floor} stands in {FileName} and is not there";
        foreach (var arrow in arrows.Where(IsUpwards))
            yield return $"{arrow.File}: {arrow.From} uses {arrow.To}, which stands above it";
    }

    private bool IsUpwards(Arrow arrow) => IndexOf(arrow.From) is >= 0 and var from && IndexOf(arrow.To) > from;

    private int IndexOf(string place) =>
        floors.Index().Where(floor => floor.Item == place).Select(floor => floor.Index).DefaultIfEmpty(-1).First();
}
