namespace Roadmap.Benchmarks.FanOut;

/// <summary>Both processes of a pair know the tasks by their numbers.</summary>
internal static class TaskIds
{
    public static string Of(string prefix, int number) => $"{prefix}-{number:0000}";
}
