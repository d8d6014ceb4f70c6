using System.Globalization;
using System.Runtime.InteropServices;

namespace Roadmap.Benchmarks;

/// <summary>Where and of what the figures are. Reads what Linux says about itself.</summary>
internal static class Machine
{
    private const double ClockTicksPerSecond = 100;

    public static string LoadAverage => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3));

    public static async Task<string> DescribeAsync(Workplace workplace)
    {
        var commit = (await workplace.RunAsync("git", "rev-parse", "--short=12", "HEAD")).Trim();
        var changed = (await workplace.RunAsync("git", "status", "--porcelain", "--untracked-files=no")).Length > 0;
        return $"""
            # Figures of {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC

            | | |
            | --- | --- |
            | commit | {commit}{(changed ? ", with uncommitted changes" : "")} |
            | CPU | {ValueIn("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores |
            | memory | {ValueIn("/proc/meminfo", "MemTotal")} |
            | system | {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture} |
            | .NET | {RuntimeInformation.FrameworkDescription} |
            | file system of the data | {new DriveInfo(workplace.Folder).DriveFormat} |
            | load average before | {LoadAverage} |

            """;
    }

    /// <summary>Seconds of processor time, user and system, of all threads so far; Linux counts hundredths.</summary>
    public static double CpuSecondsOf(int process)
    {
        // Fields 14 and 15; the second one, the name in brackets, may hold spaces.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture))
            / ClockTicksPerSecond;
    }

    /// <summary>What Linux counts as a process's memory that is not swapped out.</summary>
    public static long ResidentBytesOf(int process) =>
        long.Parse(ValueIn($"/proc/{process}/status", "VmRSS").Split(' ')[0], CultureInfo.InvariantCulture) * 1024;

    /// <summary>Of a file of lines <c>name : value</c>: the value of the first line of that name.</summary>
    public static string ValueIn(string file, string name) =>
        File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(':', 2)[1].Trim();
}
