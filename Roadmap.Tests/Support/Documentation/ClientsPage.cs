using System.Reflection;
using System.Text.RegularExpressions;

namespace Roadmap.Tests.Support;

/// <summary><c>docs/clients.md</c>, whose blocks are run as they stand there.</summary>
internal static partial class ClientsPage
{
    /// <summary>Where the clients are.</summary>
    public static string Clients { get; } = Path.Combine(
        Path.GetDirectoryName(typeof(ClientsPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            data => data.Key == "WebPackage").Value!)!, "..");

    /// <summary>The language and the name of every block; of one without a name, null.</summary>
    public static IEnumerable<(string Language, string? Name)> All() => Fences().Matches(Text())
        .Select(fence => (fence.Groups["language"].Value, fence.Groups["name"] is { Success: true } name ? name.Value : null));

    public static string Block(string name) =>
        Blocks().Matches(Text()).Single(block => block.Groups["name"].Value == name).Groups["code"].Value;

    /// <summary>A block that speaks to this server.</summary>
    public static string Block(string name, Uri server) =>
        Block(name).Replace("localhost:8000", server.Authority, StringComparison.Ordinal);

    private static string Text() => File.ReadAllText(Path.Combine(Clients, "..", "docs", "clients.md"));

    [GeneratedRegex("^```(?<language>\\w+)( run=(?<name>\\S+))?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fences();

    [GeneratedRegex("^```\\w+ run=(?<name>\\S+)\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();
}
