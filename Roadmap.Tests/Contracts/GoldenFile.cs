using System.Text;

namespace Roadmap.Tests.Contracts;

/// <summary>The golden files: the JSON of each of <see cref="Samples"/>, by its name.</summary>
internal static class GoldenFile
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Contracts", "Golden");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.json"), Encoding.UTF8).TrimEnd('\n');
}
