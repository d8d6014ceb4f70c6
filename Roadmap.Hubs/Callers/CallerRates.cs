using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Callers;

/// <summary>What a caller may do only so often in a minute.</summary>
public enum CallKind
{
    /// <summary>Beginning a connection: to the hub, raw or an event stream.</summary>
    Connect,

    /// <summary>A call over HTTP, of a hub's method, or by a raw WebSocket's frame.</summary>
    Call,

    /// <summary>A worker's report, of however many events.</summary>
    Report,

    /// <summary>Making a task, or asking for a roadmap.</summary>
    Make,
}

/// <summary>
/// How often each caller may call. Each kind has a bucket for each caller: it holds a minute's calls, so a burst passes, and fills up
/// evenly. A refused call costs a look at the bucket, and is refused before anything of it is read.
/// </summary>
public sealed class CallerRates : IDisposable
{
    /// <summary>Over which the settings count.</summary>
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly Bucket?[] _buckets;

    public CallerRates(IOptions<LimitsOptions> options)
    {
        var limits = options.Value;
        _buckets = new Bucket?[Enum.GetValues<CallKind>().Length];
        Add(CallKind.Connect, "connects", limits.ConnectsPerMinute);
        Add(CallKind.Call, "calls", limits.CallsPerMinute);
        Add(CallKind.Report, "reports", limits.ReportsPerMinute);
        Add(CallKind.Make, "tasks", limits.TasksPerMinute);
    }

    /// <summary>Counts one call.</summary>
    /// <returns>Null when calls of this kind, or of this caller, are not limited.</returns>
    public RateAnswer? Take(CallKind kind, CallerKey caller) =>
        _buckets[(int)kind] is { } bucket && caller.Key is { } key ? bucket.Take(key) : null;

    /// <summary>Counts one call of a connection, which is told by an error and not by a status.</summary>
    /// <exception cref="RequestRefusedException"><c>rate_limited</c></exception>
    public void Demand(CallKind kind, CallerKey caller)
    {
        if (Take(kind, caller) is { IsRefused: true } answer)
            throw answer.ToRefusal();
    }

    public void Dispose()
    {
        foreach (var bucket in _buckets)
            bucket?.Dispose();
    }

    private void Add(CallKind kind, string name, int perMinute) =>
        _buckets[(int)kind] = perMinute > 0 ? new Bucket(name, perMinute) : null;

    /// <summary>Of all callers. Those of callers who have long been quiet are forgotten by the limiter.</summary>
    private sealed class Bucket(string name, int perMinute) : IDisposable
    {
        private readonly PartitionedRateLimiter<string> _limiter =
            PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => OptionsFor(perMinute)));

        public RateAnswer Take(string caller)
        {
            using var lease = _limiter.AttemptAcquire(caller);
            if (!lease.IsAcquired)
                return new RateAnswer(name, perMinute, 0, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : s_window);
            return new RateAnswer(name, perMinute, _limiter.GetStatistics(caller)?.CurrentAvailablePermits ?? 0, RetryAfter: null);
        }

        public void Dispose() => _limiter.Dispose();

        /// <summary>Filled once a second at most, by as much as that gives.</summary>
        private static TokenBucketRateLimiterOptions OptionsFor(int perMinute)
        {
            var tokens = Math.Max(1, perMinute / (int)s_window.TotalSeconds);
            return new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = s_window * tokens / perMinute,
                QueueLimit = 0,
            };
        }
    }
}

/// <summary>How a call stands in its caller's quota.</summary>
/// <param name="Name">Of the quota.</param>
/// <param name="PerMinute">Calls that the quota has.</param>
/// <param name="Remaining">Calls that are left now.</param>
/// <param name="RetryAfter">Null when the call was taken; else after what time the next one will be.</param>
public readonly record struct RateAnswer(string Name, int PerMinute, long Remaining, TimeSpan? RetryAfter)
{
    private const int WindowSeconds = 60;

    public bool IsRefused => RetryAfter is not null;

    /// <summary>Whole seconds, rounded up.</summary>
    public int RetryAfterSeconds => RetryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 0;

    /// <summary>A line for people.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"One caller has {PerMinute} {Name} a minute, and these are used up. Come back in {RetryAfterSeconds} s.");

    /// <summary>The field <c>RateLimit-Policy</c> of draft-ietf-httpapi-ratelimit-headers-10.</summary>
    public string Policy => string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";q={PerMinute};w={WindowSeconds}");

    /// <summary>The field <c>RateLimit</c>: what is left, and in how many seconds the quota is whole again.</summary>
    public string State => string.Create(
        CultureInfo.InvariantCulture,
        $"\"{Name}\";r={Remaining};t={(IsRefused ? RetryAfterSeconds : (PerMinute - Remaining) * WindowSeconds / PerMinute)}");

    public RequestRefusedException ToRefusal() => new(Contracts.ErrorCodes.RateLimited, Sentence);
}
