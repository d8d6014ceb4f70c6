using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>A connection lasts as long as its token, or as the last one that it brought.</summary>
public sealed class TokenLifeTests : IAsyncLifetime
{
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(4);

    private readonly FakeTime _time = new();
    private readonly string _task = Some.TaskId();
    private HubServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await HubServer.StartAsync(SomeTokens.Settings, services => services.AddSingleton<TimeProvider>(_time));
        _server.Http.DefaultRequestHeaders.Authorization = new("Bearer", Token("worker-1", TimeSpan.FromHours(1), "worker"));
        using var body = new StringContent(
            $$"""{"task_id":"{{_task}}","kind":"import","owner":"ada"}""", System.Text.Encoding.UTF8, "application/json");
        using var made = await _server.Http.PostAsync(new Uri(Routes.Tasks, UriKind.Relative), body);
        made.EnsureSuccessStatusCode();
        await Wait.Eventually("connections are looked at", () => _time.HasPulse(CallerWatch.Period));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_raw_socket_ends_with_its_token_and_says_why()
    {
        using var raw = await OpenRawAsync();

        _time.Advance(s_life);

        (await raw.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.Unauthenticated);
        (await raw.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Unauthenticated);
    }

    [Fact]
    public async Task An_event_stream_ends_with_its_token()
    {
        using var stream = await _server.StreamAsync(_task, $"?access_token={Token("ada", s_life)}");
        await stream.NextAsync<ConnectedMessage>();
        await stream.NextAsync<TaskSnapshot>();

        _time.Advance(s_life);

        await stream.ClosedAsync(ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task A_hub_connection_ends_with_its_token_and_hears_no_more_of_its_tasks()
    {
        await using var hub = await OpenHubAsync();

        _time.Advance(s_life);

        (await hub.NextAsync<ErrorMessage>()).Code.ShouldBe(ErrorCodes.Unauthenticated);
        await hub.ClosedAsync();
    }

    [Fact]
    public async Task A_raw_socket_that_brings_a_fresh_token_lasts_as_long_as_that()
    {
        using var raw = await OpenRawAsync();

        await raw.SendAsync(Authenticate(Token("ada", 3 * s_life)));
        await raw.NextAsync<PongMessage>();
        _time.Advance(2 * s_life);
        await raw.SendAsync("""{"type":"ping"}""");
        await raw.NextAsync<PongMessage>();
        _time.Advance(s_life);

        (await raw.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task A_hub_connection_that_brings_a_fresh_token_lasts_as_long_as_that()
    {
        await using var hub = await OpenHubAsync();

        await hub.InvokeAsync(HubMethods.Authenticate, Token("ada", 3 * s_life));
        _time.Advance(2 * s_life);
        await hub.InvokeAsync<TaskSnapshot>(HubMethods.GetStatus, new TaskRequest { TaskId = _task });
        await hub.NextAsync<TaskSnapshot>();
        _time.Advance(s_life);

        (await hub.NextAsync<ErrorMessage>()).Code.ShouldBe(ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task A_token_of_somebody_else_or_none_renews_nothing()
    {
        using var raw = await OpenRawAsync();
        await using var hub = await OpenHubAsync();

        foreach (var (token, code) in new[] { (Token("eve", s_life), ErrorCodes.Forbidden), ("garbage", ErrorCodes.Unauthenticated) })
        {
            await raw.SendAsync(Authenticate(token));
            (await raw.NextAsync<ErrorMessage>()).Code.ShouldBe(code);
            var refused = await Should.ThrowAsync<HubException>(() => hub.InvokeAsync(HubMethods.Authenticate, token));
            refused.Message.ShouldContain($"{code}: ");
        }

        await raw.SendAsync("""{"type":"authenticate"}""");
        (await raw.NextAsync<ErrorMessage>()).Code.ShouldBe(ErrorCodes.InvalidRequest);
        _time.Advance(s_life);
        (await raw.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.Unauthenticated);
        (await hub.NextAsync<ErrorMessage>()).Code.ShouldBe(ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task A_token_with_fewer_roles_renews_nothing()
    {
        await using var hub = await _server.ConnectAsync($"?access_token={Token("ada", s_life, "operator")}");
        await hub.SubscribeAsync(_task);
        await hub.NextAsync<ConnectedMessage>();
        await hub.NextAsync<TaskSnapshot>();

        var refused = await Should.ThrowAsync<HubException>(
            () => hub.InvokeAsync(HubMethods.Authenticate, Token("ada", 2 * s_life)));
        _time.Advance(s_life);

        refused.Message.ShouldContain($"{ErrorCodes.Forbidden}: ");
        (await hub.NextAsync<ErrorMessage>()).Code.ShouldBe(ErrorCodes.Unauthenticated);
        await hub.ClosedAsync();
    }

    private string Token(string sub, TimeSpan life, params string[] roles) =>
        SomeTokens.Make(sub, _time.GetUtcNow() + life, issued: _time.GetUtcNow(), roles: roles);

    private static string Authenticate(string token) => $$"""{"type":"authenticate","token":"{{token}}"}""";

    private async Task<RawWatcher> OpenRawAsync()
    {
        var raw = await RawWatcher.ConnectAsync(_server.RawUrl(_task, $"?access_token={Token("ada", s_life)}"));
        await raw.NextAsync<ConnectedMessage>();
        await raw.NextAsync<TaskSnapshot>();
        return raw;
    }

    private async Task<HubWatcher> OpenHubAsync()
    {
        var hub = await _server.ConnectAsync($"?access_token={Token("ada", s_life)}");
        await hub.SubscribeAsync(_task);
        await hub.NextAsync<ConnectedMessage>();
        await hub.NextAsync<TaskSnapshot>();
        return hub;
    }
}
