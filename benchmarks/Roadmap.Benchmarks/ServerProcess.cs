using System.Diagnostics;
using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Benchmarks;

/// <summary>The published program in a process of its own, on a free port, with a new log.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task _draining;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        // A full pipe would stop the server.
        _draining = process.StandardOutput.ReadToEndAsync();
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address, Timeout = s_patience };
    }

    public HttpClient Http { get; }

    public Uri HubUrl => new(Http.BaseAddress!, Routes.Hub);

    /// <summary>What Linux counts as this process's memory that is not swapped out, in bytes.</summary>
    public long ResidentBytes => Machine.ResidentBytesOf(_process.Id);

    /// <inheritdoc cref="Machine.CpuSecondsOf"/>
    public double CpuSeconds => Machine.CpuSecondsOf(_process.Id);

    /// <summary>Done when the program says where it listens.</summary>
    public static async Task<ServerProcess> StartAsync(Workplace workplace, params IEnumerable<string> more)
    {
        string[] settings = [
            "--Urls=http://127.0.0.1:0", $"--Storage:Path={workplace.NewPath("log.db")}", "--Generation:Pace=00:00:00", "--Auth:Mode=None",
            .. more
        ];
        var process = Process.Start(
            new ProcessStartInfo(await workplace.PublishAsync(), settings) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            using var patience = new CancellationTokenSource(s_patience, TimeProvider.System);
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                    return new ServerProcess(process, new Uri(line[(at + Listening.Length)..]));
            }

            throw new InvalidOperationException("The server ended before it listened.");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public async Task<string> CreateTaskAsync(string? taskId = null)
    {
        using var made = await Http.PostAsJsonAsync(
            Routes.Tasks, new CreateTaskBody { TaskId = taskId, Kind = "benchmark" }, ContractsJson.TypeInfo<CreateTaskBody>());
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync(ContractsJson.TypeInfo<TaskSnapshot>()))!.TaskId;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _draining;
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
