using System.Threading.RateLimiting;
using Roadmap.Contracts;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Tasks;

/// <summary>
/// To search is to look through thousands of tasks, which is work for the log, whose first work is to take events. So of this instance's
/// searches two are under way at a time, and the others wait in their order.
/// </summary>
internal sealed class SearchTurns : IDisposable
{
    public const int AtATime = 2;

    public const int Waiting = 100;

    private readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = AtATime,
        QueueLimit = Waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Whoever has it disposes of it.</summary>
    /// <exception cref="RequestRefusedException">Too many wait already.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var turn = await _turns.AcquireAsync(cancellationToken: cancellationToken);
        if (turn.IsAcquired)
            return turn;
        turn.Dispose();
        throw new RequestRefusedException(ErrorCodes.RateLimited, "Too many search at the moment. Try again in a few seconds.");
    }

    public void Dispose() => _turns.Dispose();
}
