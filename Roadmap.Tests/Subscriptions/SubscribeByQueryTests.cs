using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Subscriptions;

public sealed class SubscribeByQueryTests : HubTest
{
    [Fact]
    public async Task A_task_in_the_query_is_subscribed_to_at_once()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1);

        await using var watcher = await Server.ConnectAsync($"?task_id={task}");

        (await watcher.NextAsync<ConnectedMessage>()).Position.Seq.ShouldBe(1);
        await watcher.NextAsync<TaskSnapshot>();
        await Server.ReportProgressAsync(task, 2);
        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(2);
    }

    [Fact]
    public async Task A_position_in_the_query_is_resumed_from()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 3);

        await using var watcher = await Server.ConnectAsync($"?task_id={task}&after_seq=2&include_history=false");

        (await watcher.NextAsync<ConnectedMessage>()).Recovered.ShouldBe(true);
        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(3);
    }

    [Theory]
    [InlineData("?task_id=nobody", ErrorCodes.TaskNotFound, "nobody")]
    [InlineData("?task_id=a%20b", ErrorCodes.InvalidRequest, "task_id")]
    [InlineData("?task_id=x&after_seq=soon", ErrorCodes.InvalidRequest, "after_seq")]
    [InlineData("?task_id=x&epoch=e1", ErrorCodes.InvalidRequest, "after_seq")]
    [InlineData("?task_id=x&include_history=perhaps", ErrorCodes.InvalidRequest, "include_history")]
    public async Task A_refused_query_leaves_the_connection_open(string query, string code, string named)
    {
        await using var watcher = await Server.ConnectAsync(query);

        var error = await watcher.NextAsync<ErrorMessage>();
        error.Code.ShouldBe(code);
        error.Message.ShouldContain(named);

        var task = await Server.StartTaskAsync();
        await watcher.SubscribeAsync(task);
        await watcher.NextAsync<ConnectedMessage>();
    }
}
