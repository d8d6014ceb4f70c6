using System.Diagnostics;

namespace Roadmap.Benchmarks;

/// <summary>The repository that is measured, and a temporary folder that goes in the end.</summary>
internal sealed class Workplace : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly string _repository = FindRepository();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("roadmap-benchmarks-");
    private string? _program;

    public string Folder => _folder.FullName;

    /// <summary>A path that nothing has used yet.</summary>
    public string NewPath(string name) => Path.Combine(Folder, $"{Guid.NewGuid():N}-{name}");

    /// <summary>The published Release program; published once.</summary>
    public async Task<string> PublishAsync()
    {
        if (_program is not null)
            return _program;

        var folder = Path.Combine(Folder, "program");
        await RunAsync("dotnet", "publish", "Roadmap.Api", "-c", "Release", "-o", folder, "-m:1", "-nodeReuse:false", "--nologo");
        return _program = Path.Combine(folder, "Roadmap.Api");
    }

    /// <summary>Runs a command in the repository and returns what it printed.</summary>
    public async Task<string> RunAsync(string command, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = _repository,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        using var patience = new CancellationTokenSource(s_patience, TimeProvider.System);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{command} failed with exit code {process.ExitCode}.\n{output}");
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} did not end within {s_patience.TotalMinutes} minutes.", e);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string FindRepository()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Roadmap.sln")))
                return at.FullName;
        }

        throw new InvalidOperationException("Roadmap.sln was not found above the program: run it from a clone of the repository.");
    }
}
