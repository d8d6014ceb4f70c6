using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Roadmap.Tests.Support;

/// <summary>The program as <c>dotnet publish</c> makes it, in a folder of its own. It is published once for all tests of a collection, from what is built already.</summary>
public sealed class PublishedProgram : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>The program itself, to be started.</summary>
    internal string File => _folder.File("Roadmap.Api");

    public async Task InitializeAsync()
    {
        var configuration = typeof(PublishedProgram).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var start = new ProcessStartInfo("dotnet", ["publish", Project(), "--no-build", "--configuration", configuration, "--output", Path.GetDirectoryName(File)!, "-p:BuildWeb=false", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var publishing = Process.Start(start)!;
        var output = await publishing.StandardOutput.ReadToEndAsync();
        await publishing.WaitForExitAsync();
        publishing.ExitCode.ShouldBe(0, output);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private static string Project([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../Roadmap.Api"));
}
