using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

public sealed class WaitTests
{
    [Fact]
    public async Task A_wait_that_comes_to_nothing_says_who_waited_for_what_and_how_the_servers_stood()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        await using var watcher = await server.ConnectAsync($"?task_id={task}");
        await watcher.NextAsync<ConnectedMessage>();
        await watcher.NextAsync<TaskSnapshot>();
        await server.ReportProgressAsync(task, 1);
        await watcher.NextAsync<ProgressEvent>();

        var message = Wait.TooLong("the next message", () => "Seed 7, step 3.", "A_test", "/tests/SomeTests.cs", 12).Message;

        message.ShouldStartWith("A_test (SomeTests.cs:12) waited 120 s for: the next message. Seed 7, step 3.");
        message.ShouldContain($"== server {server.Http.BaseAddress}");
        message.ShouldContain("TaskFeeds");
        message.ShouldContain(task);
        message.ShouldContain("ConnectionOutbox");
        message.ShouldContain("_waitingBytes = 0");
        message.ShouldContain("Subscription");
    }

    [Fact]
    public async Task What_fails_fails_as_itself()
    {
        var failing = Task.FromException<int>(new InvalidOperationException("broken"));

        (await Should.ThrowAsync<InvalidOperationException>(() => failing.InTime())).Message.ShouldBe("broken");
        (await Task.FromResult(5).InTime()).ShouldBe(5);
    }
}
