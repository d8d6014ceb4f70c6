using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.FanOut;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Backplane;

/// <summary>
/// Nobody waits for a join but those who need it, and what fails is tried again until it succeeds or the connection has gone.
/// </summary>
public sealed class BackplaneJoinTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly ScriptedManager _manager = new();
    private readonly LoggedErrors _logged = new();
    private readonly HubBackplane _backplane;

    public BackplaneJoinTests() =>
        _backplane = new HubBackplane(
            _manager, _time, LoggerFactory.Create(logging => logging.AddProvider(_logged)).CreateLogger<HubBackplane>());

    public void Dispose()
    {
        _backplane.Dispose();
        _logged.Dispose();
    }

    [Fact]
    public async Task A_join_that_fails_is_tried_again_and_whoever_waits_for_it_goes_on()
    {
        _manager.Join = Fail;
        _backplane.Enter(Connection("a"));
        var adding = _backplane.AddToGroupAsync("a", "g", CancellationToken.None);

        _backplane.Tick();
        _manager.Join = Succeed;
        _backplane.HasJoined("a").ShouldBeFalse();
        adding.IsCompleted.ShouldBeFalse();
        _backplane.Tick();

        await adding.InTime();
        _backplane.HasJoined("a").ShouldBeTrue();
        // Before each further attempt the manager forgets what it may know of the one before.
        _manager.Calls.ShouldBe(["join a", "leave a", "join a", "leave a", "join a", "add a to g"]);
        _backplane.Tick();
        _manager.Calls.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Who_waits_too_long_for_a_join_is_told_that_the_log_is_unavailable()
    {
        var joining = new TaskCompletionSource();
        _manager.Join = () => joining.Task;
        _backplane.Enter(Connection("a"));

        var adding = _backplane.AddToGroupAsync("a", "g", CancellationToken.None);
        await Wait.Eventually("the time-out runs", () => _time.IsWaitedFor(HubBackplane.Patience));
        _time.Advance(HubBackplane.Patience);
        await Should.ThrowAsync<LogUnavailableException>(() => adding.InTime());

        joining.SetResult();
        await _backplane.AddToGroupAsync("a", "g", CancellationToken.None).InTime();
        _manager.Calls.ShouldBe(["join a", "add a to g"]);
    }

    [Fact]
    public async Task While_joins_fail_one_alone_is_tried_and_when_it_succeeds_all_join()
    {
        _manager.Join = Fail;
        foreach (var id in "abc")
            _backplane.Enter(Connection($"{id}"));
        _manager.Calls.ShouldBe(["join a"]);

        _backplane.Tick();
        _manager.Calls.Count(call => call.StartsWith("join", StringComparison.Ordinal)).ShouldBe(2);
        _logged.Lines.Count.ShouldBe(1);

        _manager.Join = Succeed;
        _backplane.Tick();
        await Wait.Eventually("all have joined", () => _backplane.HasJoined("a") && _backplane.HasJoined("b") && _backplane.HasJoined("c"));
        _logged.Take("backplane_away").ShouldBeTrue();
    }

    [Fact]
    public async Task Who_leaves_while_it_joins_leaves_when_that_has_ended()
    {
        var joining = new TaskCompletionSource();
        _manager.Join = () => joining.Task;
        _backplane.Enter(Connection("a"));
        var adding = _backplane.AddToGroupAsync("a", "g", CancellationToken.None);

        _backplane.Leave("a");
        _manager.Calls.ShouldBe(["join a"]);
        joining.SetResult();

        await Wait.Eventually("it has left", () => _manager.Calls.Contains("leave a"));
        // Nobody is added to anything, and nobody waits.
        await adding.InTime();
        _manager.Calls.ShouldBe(["join a", "leave a"]);
    }

    [Fact]
    public async Task Who_leaves_after_a_failed_join_is_not_tried_again()
    {
        _manager.Join = Fail;
        _backplane.Enter(Connection("a"));
        _backplane.Leave("a");
        await Wait.Eventually("it has left", () => _manager.Calls.Contains("leave a"));
        _manager.Join = Succeed;

        _backplane.Tick();

        _manager.Calls.ShouldBe(["join a", "leave a"]);
    }

    [Fact]
    public async Task Who_has_not_joined_is_in_no_group_to_be_taken_out_of()
    {
        _manager.Join = Fail;
        _backplane.Enter(Connection("a"));

        await _backplane.RemoveFromGroupAsync("a", "g", CancellationToken.None).InTime();
        _manager.Calls.ShouldBe(["join a"]);

        // Another instance may know who is not here.
        await _backplane.RemoveFromGroupAsync("b", "g", CancellationToken.None).InTime();
        _manager.Calls.ShouldBe(["join a", "remove b from g"]);
    }

    private static Task Succeed() => Task.CompletedTask;

    private static Task Fail() => Task.FromException(new LogUnavailableException("It is away."));

    private static OutboxConnection Connection(string id)
    {
        var metrics = new HubsMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        var unsendable = new UnsendableEvents(metrics, NullLogger<UnsendableEvents>.Instance);
        var outbox = new ConnectionOutbox(new RecordedSink(id, new NamesFormat()), 1_000, unsendable, metrics, NullLogger.Instance);
        var connection = new HubConnectionContext(
            new DefaultConnectionContext(id), new HubConnectionContextOptions(), NullLoggerFactory.Instance);
        return new OutboxConnection(connection, outbox, new SharedMessages());
    }
}
