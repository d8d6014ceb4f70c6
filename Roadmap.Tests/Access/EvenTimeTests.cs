using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>
/// Whoever is told that there is no task waits for longer than it takes to find that out. How even that makes it is a figure of the
/// benchmarks: <c>stranger</c>.
/// </summary>
public sealed class EvenTimeTests : IAsyncLifetime
{
    /// <summary>A timer may be one of its milliseconds early.</summary>
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(9);

    private HubServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await HubServer.StartAsync(SomeTokens.Settings);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(Routes.Task, ErrorCodes.TaskNotFound)]
    [InlineData(Routes.TaskEvents, ErrorCodes.TaskNotFound)]
    [InlineData(Routes.WatchLinks, ErrorCodes.TaskNotFound)]
    [InlineData(Routes.Roadmap, ErrorCodes.RoadmapNotFound)]
    public async Task Over_HTTP(string route, string code)
    {
        var asked = Stopwatch.GetTimestamp();

        using var answer = await _server.Http.AskAsync(HttpMethod.Get, Routes.For(route, Some.TaskId()), SomeTokens.Of("eve"));

        await answer.RefusedAsync(code);
        Stopwatch.GetElapsedTime(asked).ShouldBeGreaterThanOrEqualTo(s_least);
    }

    [Fact]
    public async Task On_the_hub()
    {
        await using var hub = await _server.ConnectAsync($"?access_token={SomeTokens.Of("eve")}");
        var asked = Stopwatch.GetTimestamp();

        await Should.ThrowAsync<HubException>(
            () => hub.InvokeAsync<TaskSnapshot>(HubMethods.GetStatus, new TaskRequest { TaskId = Some.TaskId() }));

        Stopwatch.GetElapsedTime(asked).ShouldBeGreaterThanOrEqualTo(s_least);
    }

    [Fact]
    public async Task On_a_raw_WebSocket()
    {
        var asked = Stopwatch.GetTimestamp();

        using var raw = await RawWatcher.ConnectAsync(_server.RawUrl(Some.TaskId(), $"?access_token={SomeTokens.Of("eve")}"));

        (await raw.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.TaskNotFound);
        Stopwatch.GetElapsedTime(asked).ShouldBeGreaterThanOrEqualTo(s_least);
    }

    [Fact]
    public async Task On_an_event_stream()
    {
        var asked = Stopwatch.GetTimestamp();

        using var stream = await EventStreamClient.AskAsync(
            _server.Http.BaseAddress!, Some.TaskId(), $"?access_token={SomeTokens.Of("eve")}");

        await stream.Response.RefusedAsync(ErrorCodes.TaskNotFound);
        Stopwatch.GetElapsedTime(asked).ShouldBeGreaterThanOrEqualTo(s_least);
    }
}
