using System.Reflection;

namespace Roadmap.Tests.Support;

/// <summary><c>docs/clients.md</c>, whose blocks are run as they stand there.</summary>
internal static class ClientsPage
{
    /// <summary>Where the clients are.</summary>
    public static string Clients { get; } = Path.Combine(
        Path.GetDirectoryName(typeof(ClientsPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            data => data.Key == "WebPackage").Value!)!, "..");

    private static readonly DocumentedBlocks s_blocks = new("clients.md");

    /// <inheritdoc cref="DocumentedBlocks.All"/>
    public static IEnumerable<(string Language, string? Name)> All() => s_blocks.All();

    public static string Block(string name) => s_blocks.Block(name);

    /// <summary>A block that speaks to this server.</summary>
    public static string Block(string name, Uri server) =>
        Block(name).Replace("localhost:8000", server.Authority, StringComparison.Ordinal);
}
