using Roadmap.Benchmarks.FanOut;

namespace Roadmap.Benchmarks.Http;

/// <summary>The load client in C, <c>load.c</c>: compiled once, a process for each server.</summary>
internal static class LoadProgram
{
    private const string Source = "benchmarks/Roadmap.Benchmarks/Http/load.c";

    public static async Task<string> CompileAsync(Workplace workplace)
    {
        var program = workplace.NewPath("load");
        await workplace.RunAsync("cc", "-O2", "-o", program, Source);
        return program;
    }

    public static Task<ChildProcess> StartAsync(string program, Uri server) =>
        ChildProcess.StartAsync([$"{server.Port}"], program: program);
}
