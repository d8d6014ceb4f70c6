using Roadmap.Api.Tasks;
using Roadmap.Contracts;
using Roadmap.Hubs.Requests;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Tasks;

public sealed class SearchTurnsTests
{
    [Fact]
    [AtLimit("searches of one instance under way; those that wait")]
    public async Task Two_search_at_a_time_the_others_wait_in_order_and_one_too_many_is_refused()
    {
        using var turns = new SearchTurns();
        List<IDisposable> underWay = [];
        for (var i = 0; i < SearchTurns.AtATime; i++)
            underWay.Add(await turns.TakeAsync(CancellationToken.None).InTime());
        var waiting = Enumerable.Range(0, SearchTurns.Waiting).Select(_ => turns.TakeAsync(CancellationToken.None)).ToList();

        var refused = await Should.ThrowAsync<RequestRefusedException>(turns.TakeAsync(CancellationToken.None).InTime());

        refused.Code.ShouldBe(ErrorCodes.RateLimited);
        waiting.ShouldAllBe(turn => !turn.IsCompleted);
        underWay[0].Dispose();
        (await waiting[0].InTime()).Dispose();
        (await waiting[1].InTime()).Dispose();
    }

    [Fact]
    public async Task Who_has_gone_leaves_the_queue()
    {
        using var turns = new SearchTurns();
        using var gone = new CancellationTokenSource();
        var first = await turns.TakeAsync(CancellationToken.None).InTime();
        using var second = await turns.TakeAsync(CancellationToken.None).InTime();
        var left = turns.TakeAsync(gone.Token);
        var stays = turns.TakeAsync(CancellationToken.None);

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(left.InTime());
        first.Dispose();
        (await stays.InTime()).Dispose();
    }
}
