using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.WatchLinks;

/// <summary>All instances know each other's links, at once, and each other's revocations soon.</summary>
public sealed class SharedLinkTests
{
    private static readonly string s_worker = SomeTokens.Of("importer", "worker");

    [Fact]
    public async Task Instances_read_each_others_links_also_those_of_keys_that_were_just_made()
    {
        await using var redis = await RedisServer.StartAsync();
        string[] settings = [.. SomeTokens.Settings, $"--ConnectionStrings:Redis={redis.ConnectionString}", "--Redis:Shards=3"];
        await using var one = await HubServer.StartAsync(settings);
        await using var other = await HubServer.StartAsync(settings);
        await Task.WhenAll(one.ReadyAsync(), other.ReadyAsync());
        var task = await one.Http.MakeTaskAsync(s_worker, "ada");

        // Neither has seen a key: each may make one.
        var links = await Task.WhenAll(one.Http.MakeLinkAsync(s_worker, task), other.Http.MakeLinkAsync(s_worker, task));
        foreach (var (instance, link) in new[] { one, other }.SelectMany(_ => links, (instance, link) => (instance, link)))
            (await instance.Http.StatusAsync(Routes.For(Routes.Task, task), link.Token)).ShouldBe(HttpStatusCode.OK);

        await using var late = await HubServer.StartAsync(settings);
        await late.ReadyAsync();
        using (var listed = await late.Http.AskAsync(HttpMethod.Get, Routes.For(Routes.WatchLinks, task), s_worker))
            (await listed.ReadAsync<WatchLinkList>()).WatchLinks.Select(link => link.LinkId).ShouldBe(
                links.Select(link => link.LinkId), ignoreOrder: true);
        foreach (var link in links)
            (await late.Http.StatusAsync(Routes.For(Routes.Task, task), link.Token)).ShouldBe(HttpStatusCode.OK);

        using var raw = await RawWatcher.ConnectAsync(late.RawUrl(task, $"?access_token={links[0].Token}"));
        await raw.NextAsync<ConnectedMessage>();
        await raw.NextAsync<TaskSnapshot>();
        await one.Http.RevokeLinkAsync(s_worker, links[0]);
        (await raw.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.Unauthenticated);
        (await raw.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Unauthenticated);
        foreach (var instance in new[] { one, late })
            (await instance.Http.StatusAsync(Routes.For(Routes.Task, task), links[0].Token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Links_and_their_revocations_outlive_a_restart()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);
        var task = await server.Http.MakeTaskAsync(s_worker, "ada");
        var (good, revoked) = (await server.Http.MakeLinkAsync(s_worker, task), await server.Http.MakeLinkAsync(s_worker, task));
        await server.Http.RevokeLinkAsync(s_worker, revoked);

        await server.RestartAsync(() => Task.CompletedTask);

        (await server.Http.StatusAsync(Routes.For(Routes.Task, task), revoked.Token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Http.StatusAsync(Routes.For(Routes.Task, task), good.Token)).ShouldBe(HttpStatusCode.OK);
    }
}
