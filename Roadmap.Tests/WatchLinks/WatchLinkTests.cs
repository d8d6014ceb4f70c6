using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.WatchLinks;

/// <summary>Links are made, listed and revoked by whoever controls the task.</summary>
public sealed class WatchLinkTests(WatchLinkTests.Running running) : IClassFixture<WatchLinkTests.Running>
{
    private static readonly string s_ada = SomeTokens.Of("ada");
    private static readonly string s_worker = SomeTokens.Of("importer", "worker");

    private readonly HttpClient _http = running.Server.Http;

    [Fact]
    public async Task A_link_opens_the_page_with_the_token_where_no_server_sees_it()
    {
        var task = await _http.MakeTaskAsync(s_worker, "ada");

        var link = await _http.MakeLinkAsync(s_ada, task);

        var url = new Uri(link.Url);
        url.GetLeftPart(UriPartial.Query).ShouldBe($"{_http.BaseAddress}?task={task}");
        url.Fragment.ShouldBe($"#link={link.Token}");
        link.Token.ShouldStartWith("rml_");
        Uri.EscapeDataString(link.Token).ShouldBe(link.Token, "it needs no escaping, wherever it stands");
        (link.TaskId, link.UntilEnd).ShouldBe((task, false));
        link.May.ShouldBe([WatchLinkRight.Watch]);
        (await _http.StatusAsync(Routes.For(Routes.Task, task), link.Token)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null, 604_800, false, "watch")]
    [InlineData("null", 604_800, false, "watch")]
    [InlineData("""{"until_end":true}""", 7_776_000, true, "watch")]
    [InlineData("""{"expires_in":60,"until_end":true,"may":["watch"]}""", 60, true, "watch")]
    [InlineData("""{"expires_in":7776000,"may":["watch","review"]}""", 7_776_000, false, "watch review")]
    public async Task It_lasts_as_long_and_may_as_much_as_was_asked_for(string? body, int seconds, bool untilEnd, string may)
    {
        var task = await _http.MakeTaskAsync(s_worker, "ada");
        using var made = await _http.AskAsync(HttpMethod.Post, Routes.For(Routes.WatchLinks, task), s_ada, body);

        var link = await made.ReadAsync<WatchLinkReply>();

        (link.ExpiresAt - link.CreatedAt).ShouldBe(TimeSpan.FromSeconds(seconds));
        link.UntilEnd.ShouldBe(untilEnd);
        string.Join(' ', link.May).ShouldBe(may, StringCompareShould.IgnoreCase);
    }

    [Theory]
    [InlineData("""{"expires_in":59}""", "expires_in")]
    [InlineData("""{"expires_in":7776001}""", "expires_in")]
    [InlineData("""{"expires_in":"1 day"}""", "expires_in")]
    [InlineData("""{"until_end":1}""", "until_end")]
    [InlineData("""{"may":[]}""", "may")]
    [InlineData("""{"may":["review"]}""", "may")]
    [InlineData("""{"may":["watch","control"]}""", "may")]
    [InlineData("""{"may":"watch"}""", "may")]
    [AtLimit("the life of a watch link, in seconds: `expires_in`")]
    public async Task What_cannot_be_asked_for_is_refused_by_its_field(string body, string field)
    {
        var task = await _http.MakeTaskAsync(s_worker, "ada");

        using var refused = await _http.AskAsync(HttpMethod.Post, Routes.For(Routes.WatchLinks, task), s_ada, body);

        (await refused.RefusedAsync(ErrorCodes.InvalidRequest)).Errors.ShouldHaveSingleItem().Path.ShouldBe(field);
        (await ListAsync(task)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_has_all_links_newest_first_and_no_token()
    {
        var task = await _http.MakeTaskAsync(s_worker, "ada");
        var first = await _http.MakeLinkAsync(s_ada, task, """{"until_end":true}""");
        var second = await _http.MakeLinkAsync(s_worker, task, """{"may":["watch","review"]}""");
        await _http.RevokeLinkAsync(s_worker, first);

        using var answer = await _http.AskAsync(HttpMethod.Get, Routes.For(Routes.WatchLinks, task), s_ada);
        var text = await answer.Content.ReadAsStringAsync();

        text.ShouldNotContain("rml_");
        var listed = await ListAsync(task);
        listed.Select(link => (link.LinkId, link.CreatedBy, link.Revoked, link.UntilEnd)).ShouldBe(
            [(second.LinkId, "importer", false, false), (first.LinkId, "ada", true, true)]);
        listed[0].May.ShouldBe([WatchLinkRight.Watch, WatchLinkRight.Review]);
        listed[0].ExpiresAt.ShouldBe(second.ExpiresAt);
    }

    [Fact]
    public async Task A_revoked_link_is_none_from_then_on()
    {
        var task = await _http.MakeTaskAsync(s_worker, "ada");
        var (link, other) = (await _http.MakeLinkAsync(s_ada, task), await _http.MakeLinkAsync(s_ada, task));
        var path = Routes.For(Routes.Task, task);

        await _http.RevokeLinkAsync(s_ada, link);
        await _http.RevokeLinkAsync(s_ada, link);

        using var refused = await _http.AskAsync(HttpMethod.Get, path, link.Token);
        (await refused.RefusedAsync(ErrorCodes.Unauthenticated)).Detail.ShouldContain("revoked");
        (await _http.StatusAsync(path, other.Token)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_is_revoked_where_it_belongs_and_by_whoever_controls_its_task()
    {
        var (task, other) = (await _http.MakeTaskAsync(s_worker, "ada"), await _http.MakeTaskAsync(s_worker, "bob"));
        var link = await _http.MakeLinkAsync(s_ada, task);

        var elsewhere = Routes.For(Routes.For(Routes.WatchLink, other), link.LinkId);
        using (var refused = await _http.AskAsync(HttpMethod.Delete, elsewhere, SomeTokens.Of("bob")))
            await refused.RefusedAsync(ErrorCodes.NotFound);
        var path = Routes.For(Routes.For(Routes.WatchLink, task), link.LinkId);
        using (var refused = await _http.AskAsync(HttpMethod.Delete, path, SomeTokens.Of("bob")))
            await refused.RefusedAsync(ErrorCodes.TaskNotFound);
        using (var refused = await _http.AskAsync(HttpMethod.Delete, path, link.Token))
            (await refused.RefusedAsync(ErrorCodes.Forbidden)).Detail.ShouldContain("link");

        (await ListAsync(task)).ShouldHaveSingleItem().Revoked.ShouldBeFalse();
    }

    [Fact]
    [AtLimit("watch links of one task that have not expired")]
    public async Task A_task_has_a_hundred_links_at_most()
    {
        var task = await _http.MakeTaskAsync(s_worker, "ada");
        for (var i = 0; i < ContractLimits.WatchLinksPerTask; i++)
            await _http.MakeLinkAsync(s_ada, task);

        using var refused = await _http.AskAsync(HttpMethod.Post, Routes.For(Routes.WatchLinks, task), s_ada);

        await refused.RefusedAsync(ErrorCodes.Conflict);
        (await ListAsync(task)).Count.ShouldBe(ContractLimits.WatchLinksPerTask);
    }

    [Fact]
    public async Task A_link_goes_when_the_token_is_revoked_with_which_it_was_made()
    {
        var now = TimeProvider.System.GetUtcNow();
        var old = SomeTokens.Make("eve", now.AddHours(1), issued: now.AddMinutes(-1));
        var fresh = SomeTokens.Make("eve", now.AddHours(1), issued: now.AddMinutes(1));
        var task = await _http.MakeTaskAsync(s_worker, "eve");
        var (link, later) = (await _http.MakeLinkAsync(old, task), await _http.MakeLinkAsync(fresh, task));

        using (var revoked = await _http.AskAsync(
            HttpMethod.Post, Routes.Revocations, SomeTokens.Of("root", "operator"), """{"sub":"eve"}"""))
            revoked.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var refused = await _http.AskAsync(HttpMethod.Get, Routes.For(Routes.Task, task), link.Token);
        (await refused.RefusedAsync(ErrorCodes.Unauthenticated)).Detail.ShouldContain("revoked");
        (await _http.StatusAsync(Routes.For(Routes.Task, task), later.Token)).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<IReadOnlyList<WatchLinkEntry>> ListAsync(string task)
    {
        using var answer = await _http.AskAsync(HttpMethod.Get, Routes.For(Routes.WatchLinks, task), s_ada);
        return (await answer.ReadAsync<WatchLinkList>()).WatchLinks;
    }

    /// <summary>One server for all of them.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal HubServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await HubServer.StartAsync(SomeTokens.Settings);

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Server.Logged.Lines.ShouldBeEmpty();
        }
    }
}
