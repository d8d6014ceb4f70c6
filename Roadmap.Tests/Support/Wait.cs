using System.Diagnostics;

namespace Roadmap.Tests.Support;

/// <summary>Waits for a condition, and says what was waited for when it does not come.</summary>
internal static class Wait
{
    /// <summary>What has not come by then never will, however busy the machine is. Only a test that fails waits so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    public static Task Eventually(string reason, Func<bool> condition, Func<string>? details = null) => Eventually(reason, () => Task.FromResult(condition()), details);

    public static async Task Eventually(string reason, Func<Task<bool>> condition, Func<string>? details = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds} s for: {reason}. {details?.Invoke()}");
            await Task.Delay(s_pause, TimeProvider.System);
        }
    }
}
