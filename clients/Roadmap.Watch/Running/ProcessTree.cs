using System.Globalization;
using System.Runtime.InteropServices;

namespace Roadmap.Watch.Running;

/// <summary>A process and all that it has started: a shell does not pass a signal on.</summary>
internal static partial class ProcessTree
{
    private const int Terminate = 15;

    /// <summary>Asks all of them to end. Where there is no <c>/proc</c> only the process itself is asked.</summary>
    public static void AskToEnd(int processId)
    {
        foreach (var id in Descendants(processId).Prepend(processId))
            Send(id, Terminate);
    }

    public static void Send(int processId, int signal) => _ = Kill(processId, signal);

    private static List<int> Descendants(int processId)
    {
        var children = Parents().ToLookup(process => process.Parent, process => process.Id);
        var found = new List<int>(children[processId]);
        for (var at = 0; at < found.Count; at++)
            found.AddRange(children[found[at]]);
        return found;
    }

    private static IEnumerable<(int Id, int Parent)> Parents()
    {
        if (!Directory.Exists("/proc/self"))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && ParentOf(folder) is { } parent)
                yield return (id, parent);
        }
    }

    /// <summary>Null when it has ended meanwhile.</summary>
    private static int? ParentOf(string folder)
    {
        try
        {
            // "42 (a name) S 1 …": a name may hold anything, and ends at the last parenthesis.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
