using Microsoft.Extensions.DependencyInjection;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>The .NET client brings fresh tokens while it watches. Each is good for eight seconds of a clock that the test moves.</summary>
public sealed class TokenRenewalTests : IAsyncLifetime
{
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(8);

    private readonly FakeTime _time = new();
    private HubServer _server = null!;
    private CuttingProxy _proxy = null!;
    private string _task = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await HubServer.StartAsync(SomeTokens.Settings, services => services.AddSingleton<TimeProvider>(_time));
        _proxy = new CuttingProxy(_server.Http.BaseAddress!);
        _server.Http.DefaultRequestHeaders.Authorization = new("Bearer", Token("worker-1", TimeSpan.FromHours(1), "worker", "operator"));
        _task = await _server.StartTaskAsync();
        await Wait.Eventually("connections are looked at", () => _time.HasPulse(CallerWatch.Period));
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync().InTime();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_outlives_its_tokens_and_every_event_comes_once()
    {
        await using var client = Client(() => Token("ada", s_life, "operator"));
        await using var watch = client.WatchAsync(_task).GetAsyncEnumerator();
        await watch.NextAsync<TaskSnapshot>(_ => true);
        List<ITaskMessage> messages = [];

        for (var round = 0; round < 4; round++)
        {
            await Wait.Eventually("the next token is waited for", () => _time.IsWaitedFor(s_life / 2));
            _time.Advance(s_life / 2);
            await _server.ReportProgressAsync(_task, (10 * round) + 1, 10);
            while (messages.LastOrDefault()?.Seq != 10 * (round + 1))
                messages.Add(await watch.NextAsync());
        }

        messages.CountInOrder().ShouldBe(40);
        _proxy.WebSockets.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_is_refused_for_this_connection_is_used_for_the_next_which_goes_on_where_it_was()
    {
        var roles = new[] { "worker", "operator" };
        await using var client = Client(() => Token("ada", s_life, roles));
        await using var watch = client.WatchAsync(_task).GetAsyncEnumerator();
        await watch.NextAsync<TaskSnapshot>(_ => true);
        await _server.ReportProgressAsync(_task, 1, 5);
        await watch.NextAsync<TaskEvent>(stored => stored.Seq == 5);

        await Wait.Eventually("the next token is waited for", () => _time.IsWaitedFor(s_life / 2));
        roles = ["operator"];
        _time.Advance(s_life / 2);
        await Wait.Eventually("it comes back", () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            return _proxy.WebSockets == 2;
        });
        await _server.ReportProgressAsync(_task, 6, 5);

        for (var seq = 6; seq <= 10; seq++)
            (await watch.NextAsync()).Seq.ShouldBe(seq);
    }

    [Fact]
    public async Task A_function_that_throws_is_asked_again_and_costs_nothing()
    {
        var asked = 0;
        await using var client = Client(() => Interlocked.Increment(ref asked) == 3
            ? throw new InvalidOperationException("who are you?")
            : Token("ada", s_life, "operator"));
        await using var watch = client.WatchAsync(_task).GetAsyncEnumerator();
        await watch.NextAsync<TaskSnapshot>(_ => true);
        asked = 2;

        await Wait.Eventually("the next token is waited for", () => _time.IsWaitedFor(s_life / 2));
        _time.Advance(s_life / 2);
        await Wait.Eventually("it is waited for again", () => _time.IsWaitedFor(s_life / 4));
        _time.Advance(s_life / 4);
        await Wait.Eventually("the next one is waited for", () => _time.IsWaitedFor(s_life / 2));
        _time.Advance(s_life / 4);
        await _server.ReportProgressAsync(_task, 1, 1);

        (await watch.NextAsync()).Seq.ShouldBe(1);
        _proxy.WebSockets.ShouldBe(1);
    }

    [Fact]
    public async Task A_function_that_throws_at_first_is_told_of_and_is_no_end()
    {
        var throws = true;
        await using var client = Client(() => throws
            ? throw new InvalidOperationException("who are you?")
            : Token("ada", TimeSpan.FromHours(1), "operator"));
        var watch = client.Watch(_task);
        var told = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        watch.StateChanged += (_, state) =>
        {
            if (state.Error is { } error)
                told.TrySetResult(error.Message);
        };
        await using var messages = watch.GetAsyncEnumerator();
        var first = messages.NextAsync<TaskSnapshot>(_ => true);

        (await told.Task.InTime()).ShouldNotBeNull().ShouldContain("who are you?");
        throws = false;
        await Wait.Eventually("it is let in", () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            return first.IsCompleted;
        });

        (await first.InTime()).Seq.ShouldBe(0);
    }

    private RoadmapClient Client(Func<string> token) => new(ClientReading.Quick(_proxy.Address) with
    {
        Time = _time,
        SkipNegotiation = true,
        AccessToken = _ => ValueTask.FromResult<string?>(token()),
    });

    private string Token(string sub, TimeSpan life, params string[] roles) =>
        SomeTokens.Make(sub, _time.GetUtcNow() + life, issued: _time.GetUtcNow(), roles: roles);
}
