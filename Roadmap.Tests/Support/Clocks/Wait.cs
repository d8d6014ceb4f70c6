using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Roadmap.Tests.Support;

/// <summary>
/// The one place where tests wait. Every wait has a limit, and says when that passes who waited for what, where, and how the servers of
/// this process stood at that moment.
/// </summary>
internal static class Wait
{
    /// <summary>What has not come by then never will, however busy the machine is. Only a test that fails waits so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Between two looks. One often asks another process, and while that starts it needs the processor more.</summary>
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>So much longer than a pause has been waited already: looking costs little, and comes hardly too late.</summary>
    private const int Waits = 20;

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="reason">What is waited for.</param>
    /// <param name="condition">Looked at again and again; a look that never ends is cut off too.</param>
    /// <param name="details">How things stand, for when it does not come: seed, step, position.</param>
    public static Task Eventually(
        string reason, Func<bool> condition, Func<string>? details = null,
        [CallerMemberName] string who = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Eventually(reason, () => Task.FromResult(condition()), details, who, file, line);

    /// <inheritdoc cref="Eventually(string, Func{bool}, Func{string}, string, string, int)"/>
    public static async Task Eventually(
        string reason, Func<Task<bool>> condition, Func<string>? details = null,
        [CallerMemberName] string who = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition().InTime(details, reason, who, file, line))
        {
            if (waited.Elapsed > Patience)
                throw TooLong(reason, details, who, file, line);
            await Task.Delay(PauseAfter(waited.Elapsed), TimeProvider.System);
        }
    }

    /// <summary>Waits for something that may never come, such as the answer of another process.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="details">How things stand, for when it does not come: seed, step, position.</param>
    /// <param name="what">The same in words.</param>
    public static async Task InTime(
        this Task task, Func<string>? details = null, [CallerArgumentExpression(nameof(task))] string what = "",
        [CallerMemberName] string who = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        try
        {
            await task.WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw TooLong(what, details, who, file, line);
        }
    }

    /// <inheritdoc cref="InTime(Task, Func{string}, string, string, string, int)"/>
    public static async Task<T> InTime<T>(
        this Task<T> task, Func<string>? details = null, [CallerArgumentExpression(nameof(task))] string what = "",
        [CallerMemberName] string who = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await ((Task)task).InTime(details, what, who, file, line);
        return await task;
    }

    /// <inheritdoc cref="InTime(Task, Func{string}, string, string, string, int)"/>
    public static Task InTime(
        this ValueTask task, Func<string>? details = null, [CallerArgumentExpression(nameof(task))] string what = "",
        [CallerMemberName] string who = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        task.AsTask().InTime(details, what, who, file, line);

    /// <inheritdoc cref="InTime(Task, Func{string}, string, string, string, int)"/>
    public static Task<T> InTime<T>(
        this ValueTask<T> task, Func<string>? details = null, [CallerArgumentExpression(nameof(task))] string what = "",
        [CallerMemberName] string who = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        task.AsTask().InTime(details, what, who, file, line);

    private static TimeSpan PauseAfter(TimeSpan waited) => (waited / Waits) switch
    {
        var pause when pause < s_shortestPause => s_shortestPause,
        var pause when pause > s_longestPause => s_longestPause,
        var pause => pause,
    };

    /// <summary>What a wait fails with when its limit has passed.</summary>
    public static TimeoutException TooLong(string what, Func<string>? details, string who, string file, int line) => new($"""
        {who} ({Path.GetFileName(file)}:{line}) waited {Patience.TotalSeconds} s for: {what}. {details?.Invoke()}
        {RunningServers.Describe()}
        """);
}
