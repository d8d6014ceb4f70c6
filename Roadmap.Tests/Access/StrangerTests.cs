using System.Net;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.WatchLinks;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>
/// What somebody tries who has a link, or has seen one. How long refusals take is a figure of the benchmarks: <c>stranger</c>.
/// </summary>
public sealed class StrangerTests(TokenTests.Running running) : IClassFixture<TokenTests.Running>
{
    private static readonly DateTimeOffset s_made = DateTimeOffset.UnixEpoch;
    private static readonly string s_worker = SomeTokens.Of("importer", "worker");

    private static readonly WatchLink s_link = new()
    {
        LinkId = "l-1",
        TaskId = "t-1",
        TaskCreatedAt = s_made,
        MayReview = false,
        UntilEnd = true,
        CreatedAt = s_made,
        ExpiresAt = s_made.AddDays(1),
        CreatedBy = "ada",
    };

    private readonly HubServer _server = running.Server;

    /// <summary>What is made of a good link, by what.</summary>
    public static TheoryData<string> Forged =>
        ["cut", "longer", "one letter", "of another task's", "without its mark", "of another server", "of nobody"];

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task A_link_that_the_server_has_not_made_is_none_on_every_edge(string how)
    {
        var task = await _server.Http.MakeTaskAsync(s_worker, "ada");
        var link = await _server.Http.MakeLinkAsync(s_worker, task);
        var other = await _server.Http.MakeLinkAsync(s_worker, await _server.Http.MakeTaskAsync(s_worker, "eve"));
        var token = how switch
        {
            "cut" => link.Token[..^1],
            "longer" => link.Token + "AAAA",
            "one letter" => link.Token[..^9] + (link.Token[^9] == 'A' ? 'B' : 'A') + link.Token[^8..],
            "of another task's" => link.Token[..100] + other.Token[100..],
            "without its mark" => link.Token["rml_".Length..],
            "of another server" => await MakeElsewhereAsync(),
            _ => await MadeByNobodyAsync(link),
        };

        (await _server.Http.StatusAsync(Routes.For(Routes.Task, task), link.Token)).ShouldBe(HttpStatusCode.OK);
        using var rest = await _server.Http.AskAsync(HttpMethod.Get, Routes.For(Routes.Task, task), token);
        (await rest.RefusedAsync(ErrorCodes.Unauthenticated)).Detail.ShouldContain("not valid");
        using var raw = await RawWatcher.ConnectAsync(_server.RawUrl(task, $"?access_token={token}"));
        (await raw.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Unauthenticated);
        using var stream = await EventStreamClient.AskAsync(_server.Http.BaseAddress!, task, $"?access_token={token}");
        await stream.Response.RefusedAsync(ErrorCodes.Unauthenticated);
        using var negotiated = await _server.Http.AskAsync(HttpMethod.Post, Routes.Hub + "/negotiate?negotiateVersion=1", token);
        await negotiated.RefusedAsync(ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task A_link_renews_no_connection_but_its_own()
    {
        var task = await _server.Http.MakeTaskAsync(s_worker, "ada");
        var (link, other) = (await _server.Http.MakeLinkAsync(s_worker, task), await _server.Http.MakeLinkAsync(s_worker, task));
        await using var byLink = await _server.ConnectAsync($"?access_token={link.Token}");
        await using var byToken = await _server.ConnectAsync($"?access_token={SomeTokens.Of("ada")}");

        foreach (var (hub, token) in new[] { (byLink, other.Token), (byLink, SomeTokens.Of("ada")), (byToken, link.Token) })
        {
            var refused = await Should.ThrowAsync<HubException>(() => hub.InvokeAsync(HubMethods.Authenticate, token));
            refused.Message.ShouldContain($"{ErrorCodes.Forbidden}: ");
        }

        await byLink.InvokeAsync(HubMethods.Authenticate, link.Token);
        await byLink.SubscribeAsync(task);
    }

    [Fact]
    public async Task Ids_are_guessed_in_vain()
    {
        var task = await _server.Http.MakeTaskAsync(s_worker, "ada");
        var (link, mine) = (await _server.Http.MakeLinkAsync(s_worker, task), await _server.Http.MakeTaskAsync(s_worker, "eve"));
        var holder = (await _server.Http.MakeLinkAsync(s_worker, mine)).Token;
        string[] guesses = [task, task.ToUpperInvariant(), task[..^1], $"{task}0", Some.TaskId(), link.LinkId];

        foreach (var (guess, token) in guesses.SelectMany(_ => new[] { SomeTokens.Of("eve"), holder }, (guess, token) => (guess, token)))
        {
            using var answer = await _server.Http.AskAsync(HttpMethod.Get, Routes.For(Routes.Task, guess), token);
            (await answer.RefusedAsync(ErrorCodes.TaskNotFound)).Detail.ShouldBe("There is no such task.");
        }

        foreach (var guess in new[] { link.LinkId, Guid.NewGuid().ToString("N") })
        {
            using var answer = await _server.Http.AskAsync(
                HttpMethod.Delete, Routes.For(Routes.For(Routes.WatchLink, task), guess), SomeTokens.Of("eve"));
            (await answer.RefusedAsync(ErrorCodes.TaskNotFound)).Detail.ShouldBe("There is no such task.");
        }

        (await _server.Http.StatusAsync(Routes.For(Routes.Task, task), link.Token)).ShouldBe(HttpStatusCode.OK, "it was not revoked");
    }

    [Fact]
    public void A_later_task_of_the_same_id_is_another_one()
    {
        Caller.By(s_link).At(s_made).Sees(TaskOf("t-1", s_made)).ShouldBeTrue();
        Caller.By(s_link).At(s_made).Sees(TaskOf("t-1", s_made.AddTicks(1))).ShouldBeFalse();
        Caller.By(s_link).At(s_made).Sees(TaskOf("t-2", s_made)).ShouldBeFalse();
    }

    [Fact]
    public void When_a_call_is_made_must_be_known_to_see_a_task_that_has_ended()
    {
        var ended = TaskOf("t-1", s_made) with { Status = TaskRunStatus.Completed, FinishedAt = DateTimeOffset.MaxValue };

        Caller.By(s_link).At(s_made).Sees(ended).ShouldBeTrue();
        Caller.By(s_link).Sees(ended with { FinishedAt = s_made }).ShouldBeFalse();
        Caller.By(s_link with { UntilEnd = false }).Sees(ended with { FinishedAt = s_made }).ShouldBeTrue();
    }

    private static TaskState TaskOf(string id, DateTimeOffset created) => new()
    {
        TaskId = id,
        Kind = "import",
        Origin = TaskOrigin.Worker,
        CreatedAt = created,
        UpdatedAt = created,
        Epoch = "e.1",
    };

    private static async Task<string> MakeElsewhereAsync()
    {
        await using var elsewhere = await HubServer.StartAsync(SomeTokens.Settings);
        return (await elsewhere.Http.MakeLinkAsync(s_worker, await elsewhere.Http.MakeTaskAsync(s_worker, "ada"))).Token;
    }

    /// <summary>As a server with <c>Auth:Mode=None</c> and the same keys makes them.</summary>
    private Task<string> MadeByNobodyAsync(WatchLinkReply link) => _server.Services.GetRequiredService<WatchLinkTokens>().MakeAsync(
        s_link with { TaskId = link.TaskId, ExpiresAt = link.ExpiresAt, CreatedBy = null }, CancellationToken.None).InTime();
}
