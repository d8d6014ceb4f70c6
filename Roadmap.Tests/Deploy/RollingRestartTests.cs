using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Deploy;

/// <summary>An instance stops behind <c>deploy/nginx.conf</c>.</summary>
public sealed class RollingRestartTests : IAsyncLifetime
{
    private readonly TwoInstances _instances = new();

    public ValueTask InitializeAsync() => _instances.InitializeAsync();

    public ValueTask DisposeAsync() => _instances.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_an_instance_is_told_to_stop_its_clients_go_to_the_other_and_nobody_else_notices(bool skipNegotiation)
    {
        var task = await _instances.StartTaskAsync();
        await using var watcher = NodeWatcher.Connect(_instances.HubUrl, "WebSockets", skipNegotiation);
        await watcher.SubscribeAsync(task);
        await watcher.NextAsync(TaskEventTypes.Connected);
        await watcher.NextAsync(TaskEventTypes.CurrentStatus);
        await _instances.ReportProgressAsync(task, 1, 2);
        var isOnFirst = (await watcher.NextAsync<ProgressEvent>(TaskEventTypes.Progress)).Message == "1";
        var (stops, stays) = isOnFirst ? (_instances.First, _instances.Second) : (_instances.Second, _instances.First);

        stops.Send(Signal.Terminate);
        var ended = stops.EndedAsync();
        while (!ended.IsCompleted)
            (await _instances.Nginx.Http.GetAsync(new Uri(Routes.For(Routes.Task, task), UriKind.Relative)))
                .StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ended).ShouldBe(0);

        await watcher.NextAsync("reconnecting");
        await watcher.NextAsync("reconnected");
        // The other instance has another log.
        (await watcher.NextAsync<ConnectedMessage>(TaskEventTypes.Connected)).Reason.ShouldBe(ResetReason.EpochChanged);
        await watcher.NextAsync(TaskEventTypes.CurrentStatus);
        await new OutsideWorker(stays.Http).ReportProgressAsync(task, 3);
        (await watcher.NextAsync<ProgressEvent>(TaskEventTypes.Progress)).Message.ShouldBe("3");
    }
}
