using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.RawSockets;
using Roadmap.Tests.FanOut;

namespace Roadmap.Tests.Connections;

public sealed class TaskConnectionTests
{
    private readonly TaskConnection _connection;

    public TaskConnectionTests()
    {
        var metrics = new HubsMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        var unsendable = new UnsendableEvents(metrics, NullLogger<UnsendableEvents>.Instance);
        var sink = new RecordedSink("c1", RawFrameFormat.Instance);
        _connection = new TaskConnection(
            new ConnectionOutbox(sink, slowestRate: 1, unsendable, metrics, NullLogger.Instance), Caller.Unrestricted);
    }

    [Fact]
    public void It_watches_up_to_its_limit_and_each_task_once()
    {
        _connection.Open();

        _connection.Watch("t1", limit: 2).ShouldBe(SubscriptionAdmission.Admitted);
        _connection.Watch("t1", limit: 2).ShouldBe(SubscriptionAdmission.WatchedAlready);
        _connection.Watch("t2", limit: 2).ShouldBe(SubscriptionAdmission.Admitted);
        _connection.Watch("t3", limit: 2).ShouldBe(SubscriptionAdmission.TooMany);
        _connection.Unwatch("t1");
        _connection.Watch("t3", limit: 2).ShouldBe(SubscriptionAdmission.Admitted);
        _connection.Close().ShouldBe(["t2", "t3"], ignoreOrder: true);
    }

    [Fact]
    public void Before_it_is_open_and_after_it_has_gone_it_watches_nothing()
    {
        _connection.Watch("t1", limit: 2).ShouldBe(SubscriptionAdmission.ConnectionGone);
        _connection.Open();
        _connection.Watch("t1", limit: 2);
        _connection.Close();

        _connection.Watch("t2", limit: 2).ShouldBe(SubscriptionAdmission.ConnectionGone);
        _connection.Close().ShouldBeEmpty();
    }

    [Fact]
    public void It_is_counted_out_once_and_only_when_it_was_admitted()
    {
        _connection.TryDischarge().ShouldBeFalse();
        _connection.Admit(() => { });

        _connection.TryDischarge().ShouldBeTrue();
        _connection.TryDischarge().ShouldBeFalse();
    }
}
