using System.Diagnostics;

namespace Roadmap.Tests.Support;

/// <summary>Waits for a condition, and says what was waited for when it does not come.</summary>
internal static class Wait
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    public static Task Eventually(string reason, Func<bool> condition, Func<string>? details = null) => Eventually(reason, () => Task.FromResult(condition()), details);

    public static async Task Eventually(string reason, Func<Task<bool>> condition, Func<string>? details = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > s_patience)
                throw new TimeoutException($"Waited {s_patience.TotalSeconds} s for: {reason}. {details?.Invoke()}");
            await Task.Delay(s_pause, TimeProvider.System);
        }
    }
}
