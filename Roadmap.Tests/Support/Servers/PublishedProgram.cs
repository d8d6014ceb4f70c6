using System.Reflection;
using System.Runtime.CompilerServices;

namespace Roadmap.Tests.Support;

/// <summary>
/// The program as <c>dotnet publish</c> makes it, in a folder of its own. It is published once for all tests, from what is built already.
/// </summary>
public sealed class PublishedProgram : IAsyncLifetime
{
    private static readonly Lazy<Task<string>> s_published = new(PublishAsync);

    /// <summary>The program itself, to be started.</summary>
    internal string File { get; private set; } = "";

    public async ValueTask InitializeAsync() => File = await s_published.Value;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<string> PublishAsync()
    {
        var folder = new TempFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var program = folder.File("Roadmap.Api");
        var configuration = typeof(PublishedProgram).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await ChildProcess.SucceedAsync("dotnet", ["publish", Project(), "--no-build", "--configuration", configuration, "--output",
            Path.GetDirectoryName(program)!, "-p:BuildWeb=false", "-nodeReuse:false"]);
        return program;
    }

    private static string Project([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../Roadmap.Api"));
}
