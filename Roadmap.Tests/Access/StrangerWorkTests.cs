using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Sqlite;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>
/// For a task that is somebody else's the log is asked what it is asked for one that is not there: also when it is being watched, and so at
/// hand. How long that takes is a figure of the benchmarks: <c>stranger</c>.
/// </summary>
public sealed class StrangerWorkTests : IAsyncLifetime
{
    private const string Body = """{"approved":true,"feedback":"shorter"}""";

    private static readonly string s_worker = SomeTokens.Of("importer", "worker");

    private HubServer _server = null!;
    private CountedLog _log = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await HubServer.StartAsync(SomeTokens.Settings, services => services.Replace(ServiceDescriptor.Singleton<ITaskEventLog>(
            provider => new CountedLog(
                ActivatorUtilities.CreateInstance<ListedTaskEventLog<MeteredTaskEventLog<SqliteTaskEventLog>>>(provider)))));
        _log = (CountedLog)_server.Services.GetRequiredService<ITaskEventLog>();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("user")]
    [InlineData("worker")]
    [InlineData("link")]
    [InlineData("link to review")]
    public async Task The_log_is_asked_the_same_of_a_foreign_task_and_of_none(string who)
    {
        var foreign = await _server.Http.MakeTaskAsync(s_worker, "ada");
        await using var owner = await _server.ConnectAsync($"?access_token={SomeTokens.Of("ada")}");
        await owner.SubscribeAsync(foreign);
        await owner.NextAsync<ConnectedMessage>();
        var token = await TokenAsync(who);

        foreach (var (method, path) in Calls())
        {
            var (there, absent) = (await WorkAsync(foreign, AskAsync), await WorkAsync(Some.TaskId(), AskAsync));
            there.ShouldBe(absent, $"{method} {path}");

            async Task AskAsync(string task)
            {
                var body = method == HttpMethod.Post ? Body : null;
                using var answer = await _server.Http.AskAsync(method, Routes.For(path, task), token, body);
                answer.IsSuccessStatusCode.ShouldBeFalse();
            }
        }

        (await WorkAsync(foreign, RawAsync)).ShouldBe(await WorkAsync(Some.TaskId(), RawAsync), "raw WebSocket");
        (await WorkAsync(foreign, StreamAsync)).ShouldBe(await WorkAsync(Some.TaskId(), StreamAsync), "event stream");
        await using var hub = await _server.ConnectAsync($"?access_token={token}");
        (await WorkAsync(foreign, SubscribeAsync)).ShouldBe(await WorkAsync(Some.TaskId(), SubscribeAsync), "Subscribe");
        (await WorkAsync(foreign, GetStatusAsync)).ShouldBe(await WorkAsync(Some.TaskId(), GetStatusAsync), "GetStatus");

        async Task RawAsync(string task)
        {
            using var raw = await RawWatcher.ConnectAsync(_server.RawUrl(task, $"?access_token={token}"));
            (await raw.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.TaskNotFound);
        }

        async Task StreamAsync(string task)
        {
            using var stream = await EventStreamClient.AskAsync(_server.Http.BaseAddress!, task, $"?access_token={token}");
            await stream.Response.RefusedAsync(ErrorCodes.TaskNotFound);
        }

        Task SubscribeAsync(string task) => Should.ThrowAsync<HubException>(() => hub.SubscribeAsync(task));

        Task GetStatusAsync(string task) => Should.ThrowAsync<HubException>(
            () => hub.InvokeAsync<TaskSnapshot>(HubMethods.GetStatus, new TaskRequest { TaskId = task }));
    }

    [Fact]
    public async Task The_log_is_asked_nothing_by_those_who_see_what_is_watched_here()
    {
        var task = await _server.Http.MakeTaskAsync(s_worker, "ada");
        await using var first = await _server.ConnectAsync($"?access_token={SomeTokens.Of("ada")}");
        await first.SubscribeAsync(task);
        var asked = _log.Of(task).ToList();

        foreach (var token in new[] { SomeTokens.Of("ada"), s_worker, SomeTokens.Of("root", "operator") })
        {
            await using var hub = await _server.ConnectAsync($"?access_token={token}");
            await hub.SubscribeAsync(task);
            using var raw = await RawWatcher.ConnectAsync(_server.RawUrl(task, $"?access_token={token}"));
            await raw.NextAsync<ConnectedMessage>();
        }

        asked.ShouldNotBeEmpty();
        _log.Of(task).ShouldBe(asked);
    }

    private static IEnumerable<(HttpMethod Method, string Path)> Calls()
    {
        foreach (var path in new[] { Routes.Task, Routes.RoadmapStatus, Routes.TaskEvents, Routes.WatchLinks })
            yield return (HttpMethod.Get, path);
        foreach (var path in new[]
        {
            Routes.PreviewReview, Routes.ApproveRoadmap, Routes.RetryRoadmap, Routes.CancelTask, Routes.WatchLinks, Routes.TaskEvents,
        })
            yield return (HttpMethod.Post, path);
    }

    /// <summary>What is asked of the log meanwhile, beyond what was asked before.</summary>
    private async Task<string[]> WorkAsync(string task, Func<string, Task> act)
    {
        var before = _log.Of(task).Count();
        await act(task);
        return [.. _log.Of(task).Skip(before)];
    }

    private async Task<string> TokenAsync(string who)
    {
        if (!who.StartsWith("link", StringComparison.Ordinal))
            return SomeTokens.Of("eve", who);
        var own = await _server.Http.MakeTaskAsync(s_worker, "eve");
        var may = who == "link" ? """["watch"]""" : """["watch","review"]""";
        return (await _server.Http.MakeLinkAsync(s_worker, own, $$"""{"may":{{may}}}""")).Token;
    }
}
