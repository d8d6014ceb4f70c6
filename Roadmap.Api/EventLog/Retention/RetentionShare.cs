namespace Roadmap.Api.EventLog.Retention;

/// <summary>
/// How many tasks one sweep deletes at most: when much is due at once, something may be wrong, and somebody should have the time to see it.
/// </summary>
internal static class RetentionShare
{
    private const long Least = 100;
    private const long Part = 50;

    /// <param name="tasks">As many as there are.</param>
    public static long Of(long tasks) => Math.Max(Least, tasks / Part);
}
