using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Roadmap.Api.Generation.Chat;

/// <summary>
/// What each roadmap has cost. It is counted by this process: a generation that goes on elsewhere, or after a restart, begins with its
/// whole budget again.
/// </summary>
internal sealed class TokenBudget(IOptions<ModelOptions> options) : IDisposable
{
    /// <summary>Longer than any generation is at work without a word.</summary>
    private static readonly MemoryCacheEntryOptions s_kept = new() { SlidingExpiration = TimeSpan.FromDays(1) };

    private readonly MemoryCache _spent = new(new MemoryCacheOptions());

    public int Left(string taskId) => Math.Max(0, options.Value.TokenBudget - Volatile.Read(ref Of(taskId).Tokens));

    public void Spend(string taskId, int tokens) => Interlocked.Add(ref Of(taskId).Tokens, tokens);

    public void Dispose() => _spent.Dispose();

    private Spent Of(string taskId)
    {
        lock (_spent)
            return _spent.GetOrCreate(taskId, _ => new Spent(), s_kept)!;
    }

    private sealed class Spent
    {
        public int Tokens;
    }
}
