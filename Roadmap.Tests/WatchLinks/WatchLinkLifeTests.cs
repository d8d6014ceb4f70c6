using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Connections;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.WatchLinks;

/// <summary>How long a link shows its task, by the server's clock.</summary>
public sealed class WatchLinkLifeTests : IAsyncLifetime
{
    private readonly FakeTime _time = new();
    private HubServer _server = null!;
    private string _task = "";

    private string Worker => SomeTokens.Make("importer", _time.GetUtcNow().AddYears(1), issued: _time.GetUtcNow(), roles: "worker");

    public async ValueTask InitializeAsync()
    {
        _server = await HubServer.StartAsync(SomeTokens.Settings, services => services.AddSingleton<TimeProvider>(_time));
        _task = await _server.Http.MakeTaskAsync(Worker, "ada");
        await Wait.Eventually("connections are looked at", () => _time.HasPulse(CallerWatch.Period));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_ends_when_it_has_expired_and_so_does_what_was_opened_with_it()
    {
        var link = await _server.Http.MakeLinkAsync(Worker, _task, """{"expires_in":60}""");
        // Whoever is silent for longer is taken for gone.
        _time.Advance(TimeSpan.FromSeconds(57));
        using var raw = await RawWatcher.ConnectAsync(_server.RawUrl(_task, $"?access_token={link.Token}"));
        await raw.NextAsync<ConnectedMessage>();
        await raw.NextAsync<TaskSnapshot>();
        await using var hub = await _server.ConnectAsync($"?access_token={link.Token}");

        _time.Advance(TimeSpan.FromSeconds(3));

        (await raw.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.Unauthenticated);
        (await raw.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Unauthenticated);
        (await hub.NextAsync<ErrorMessage>()).Code.ShouldBe(ErrorCodes.Unauthenticated);
        using var refused = await _server.Http.AskAsync(HttpMethod.Get, Routes.For(Routes.Task, _task), link.Token);
        (await refused.RefusedAsync(ErrorCodes.Unauthenticated)).Detail.ShouldContain("expired");
        using var listed = await _server.Http.AskAsync(HttpMethod.Get, Routes.For(Routes.WatchLinks, _task), Worker);
        (await listed.ReadAsync<WatchLinkList>()).WatchLinks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Until_the_end_is_until_a_day_after_it_and_again_from_a_retry_on()
    {
        var link = await _server.Http.MakeLinkAsync(Worker, _task, """{"until_end":true}""");

        await ReportAsync("completed");
        _time.Advance(WatchLink.Grace - TimeSpan.FromSeconds(1));
        (await StatusAsync(link)).ShouldBe(HttpStatusCode.OK);
        await using var hub = await _server.ConnectAsync($"?access_token={link.Token}");
        _time.Advance(TimeSpan.FromSeconds(1));
        (await StatusAsync(link)).ShouldBe(HttpStatusCode.NotFound);
        var refused = await Should.ThrowAsync<Microsoft.AspNetCore.SignalR.HubException>(() => hub.SubscribeAsync(_task));
        refused.Message.ShouldContain(ErrorCodes.TaskNotFound, Case.Sensitive, "also by a connection from before");

        await ReportAsync("retry_started");
        (await StatusAsync(link)).ShouldBe(HttpStatusCode.OK);
        await hub.SubscribeAsync(_task);
    }

    private Task<HttpStatusCode> StatusAsync(WatchLinkReply link) =>
        _server.Http.StatusAsync(Routes.For(Routes.Task, _task), link.Token);

    private async Task ReportAsync(string type)
    {
        using var reported = await _server.Http.AskAsync(
            HttpMethod.Post, Routes.For(Routes.TaskEvents, _task), Worker, $$"""{"type":"{{type}}"}""");
        reported.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
