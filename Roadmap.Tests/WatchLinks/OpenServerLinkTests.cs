using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.WatchLinks;

/// <summary>Where nobody is known the calls are the same, and the token is not needed.</summary>
public sealed class OpenServerLinkTests(RunningServer running) : IClassFixture<RunningServer>
{
    private readonly HubServer _server = running.Server;

    [Fact]
    public async Task Links_are_made_listed_and_revoked()
    {
        var task = await _server.StartTaskAsync();

        var link = await _server.Http.MakeLinkAsync(token: null, task);
        await _server.Http.RevokeLinkAsync(token: null, link);

        using var answer = await _server.Http.AskAsync(HttpMethod.Get, Routes.For(Routes.WatchLinks, task), token: null);
        var listed = (await answer.ReadAsync<WatchLinkList>()).WatchLinks.ShouldHaveSingleItem();
        (listed.LinkId, listed.CreatedBy, listed.Revoked).ShouldBe((link.LinkId, null, true));
        (await _server.Http.StatusAsync(Routes.Tasks, link.Token)).ShouldBe(HttpStatusCode.OK);
        using var raw = await RawWatcher.ConnectAsync(_server.RawUrl(task, $"?access_token={link.Token}"));
        await raw.NextAsync<ConnectedMessage>();
    }
}
