namespace Roadmap.Tests.Floors;

/// <summary>One file uses something of another place of its project.</summary>
/// <param name="File">The file, as it is told to whoever has to mend it.</param>
/// <param name="From">The file's own place: a folder, a file of the root that stands in the list, or the root.</param>
/// <param name="To">The place that it uses.</param>
internal sealed record Arrow(string File, string From, string To)
{
    /// <summary>The place of the files that stand in no folder.</summary>
    public const string Root = ".";
}
