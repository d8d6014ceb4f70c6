using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.FanOut;

/// <summary>A client that hears nothing for long takes its server for gone.</summary>
public sealed class KeepAliveTests
{
    private static readonly MessageBatch s_keepAlive = new([new InvocationMessage("alive", [])]);

    [Fact]
    public void Only_who_was_sent_nothing_for_fifteen_ticks_is_sent_a_sign_of_life()
    {
        var sink = new RecordedSink("c1", new NamesFormat()) { KeepAlive = s_keepAlive };
        var outbox = OutboxOf(sink);

        Tick(outbox, ConnectionOutbox.KeepAliveAfter - 1);
        outbox.Enqueue(new MessageBatch([new InvocationMessage("event", [])]));
        Tick(outbox, ConnectionOutbox.KeepAliveAfter - 1);
        sink.Written.ShouldBe("event,");

        Tick(outbox, 1);
        sink.Written.ShouldBe("event,alive,");
        Tick(outbox, ConnectionOutbox.KeepAliveAfter);
        sink.Written.ShouldBe("event,alive,alive,");
    }

    [Fact]
    public void Where_nobody_waits_for_one_none_is_sent()
    {
        var sink = new RecordedSink("c1", new NamesFormat());

        Tick(OutboxOf(sink), 10 * ConnectionOutbox.KeepAliveAfter);

        sink.Written.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_of_the_hub_hears_its_own_kind_of_ping()
    {
        var time = new FakeTime();
        await using var server = await HubServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(time));
        using var client = await HandmadeClient.ConnectAsync(server);
        var next = client.NextAsync();

        await Wait.Eventually("time passes until something is said", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return next.IsCompleted;
        });

        (await next.InTime()).GetProperty("type").GetInt32().ShouldBe(HubProtocolConstants.PingMessageType);
    }

    private static void Tick(ConnectionOutbox outbox, int times)
    {
        for (var tick = 0; tick < times; tick++)
            outbox.Tick();
    }

    private static ConnectionOutbox OutboxOf(RecordedSink sink)
    {
        var metrics = new HubsMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        return new ConnectionOutbox(
            sink, slowestRate: 1_000, new UnsendableEvents(metrics, NullLogger<UnsendableEvents>.Instance), metrics, NullLogger.Instance);
    }
}
