using System.ClientModel.Primitives;
using System.Net.Http.Headers;

namespace Roadmap.Api.Generation.Chat;

/// <summary>
/// Asks again what may pass (429, 5xx, no connection): after growing delays, or when the endpoint says. An endpoint that wants a longer
/// wait than a watcher has patience for is away.
/// </summary>
internal sealed class ModelRetryPolicy(TimeSpan firstDelay, TimeProvider clock) : ClientRetryPolicy(MostRetries)
{
    private const int MostRetries = 3;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    protected override bool ShouldRetry(PipelineMessage message, Exception? exception) =>
        base.ShouldRetry(message, exception) && RetryAfter(message) <= s_longestWait;

    protected override async ValueTask<bool> ShouldRetryAsync(PipelineMessage message, Exception? exception) =>
        await base.ShouldRetryAsync(message, exception) && RetryAfter(message) <= s_longestWait;

    protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount)
    {
        var own = firstDelay * Math.Pow(2, tryCount - 1);
        var asked = RetryAfter(message);
        return asked > own ? asked : own;
    }

    protected override Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, clock, cancellationToken);

    private TimeSpan RetryAfter(PipelineMessage message)
    {
        if (message.Response?.Headers.TryGetValue("Retry-After", out var value) != true
            || !RetryConditionHeaderValue.TryParse(value, out var after))
            return TimeSpan.Zero;
        return after.Delta ?? after.Date!.Value - clock.GetUtcNow();
    }
}
