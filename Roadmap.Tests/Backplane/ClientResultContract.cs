using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Hub;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Backplane;

/// <summary>A host asks one client and gets its answer, as SignalR's own specification tests have it: wherever the two are.</summary>
public abstract class ClientResultContract<TInstances>(TInstances instances, bool isPacked) : IClassFixture<TInstances>
    where TInstances : HubInstances
{
    [Fact]
    public async Task A_clients_answer_comes_back()
    {
        await using var there = await ConnectAsync();

        var asking = AskAsync(there.Id, "how many?");
        var (question, answer) = await there.NextQuestionAsync();
        question.ShouldBe("how many?");
        answer.SetResult(10);

        (await asking.InTime()).ShouldBe(10);
    }

    [Fact]
    public async Task An_answer_of_the_contracts_own_comes_back_whole()
    {
        await using var there = await ConnectAsync();

        var asking = instances.HubHere.Clients.Client(there.Id)
            .InvokeAsync<SubscribeRequest>(CalledClient.Asked, "what?", CancellationToken.None);
        (await there.NextQuestionAsync()).Answer.SetResult(new SubscribeRequest { TaskId = "t-1", IncludeHistory = true });

        (await asking.InTime()).ShouldBe(new SubscribeRequest { TaskId = "t-1", IncludeHistory = true });
    }

    [Fact]
    public async Task A_clients_error_comes_back_in_its_own_words()
    {
        var (client, id) = await ConnectByHandAsync();
        using var there = client;

        var asking = AskAsync(id, "?");
        var invocation = await InvocationAsync(client);
        await client.SendAsync($$"""{"type":3,"invocationId":"{{invocation}}","error":"I do not know."}""" + HandmadeClient.End);

        (await Should.ThrowAsync<HubException>(() => asking.InTime())).Message.ShouldBe("I do not know.");
    }

    [Fact]
    public async Task An_answer_of_a_wrong_type_is_an_error()
    {
        await using var there = await ConnectAsync();

        var asking = AskAsync(there.Id, "?");
        (await there.NextQuestionAsync()).Answer.SetResult("no number");

        (await Should.ThrowAsync<HubException>(() => asking.InTime())).Message.ShouldContain("Int32");
    }

    [Fact]
    public async Task Who_is_nowhere_cannot_be_asked()
    {
        var refused = await Should.ThrowAsync<IOException>(() => AskAsync("nobody", "?").InTime());
        refused.Message.ShouldBe("Connection 'nobody' does not exist.");
    }

    [Fact]
    public async Task Who_goes_without_an_answer_is_waited_for_no_longer()
    {
        var there = await ConnectAsync();
        var asking = AskAsync(there.Id, "?");
        await there.NextQuestionAsync();

        await there.DisposeAsync();

        (await Should.ThrowAsync<Exception>(() => asking.InTime())).Message.ShouldContain("disconnected");
    }

    [Fact]
    public async Task Questions_to_several_clients_and_from_several_instances_are_kept_apart()
    {
        await using var first = await ConnectAsync();
        await using var second = await ConnectAsync();

        var fromHere = AskAsync(first.Id, "from here");
        var fromThere = instances.HubThere.Clients.Client(first.Id)
            .InvokeAsync<int>(CalledClient.Asked, "from there", CancellationToken.None);
        var other = AskAsync(second.Id, "other");
        (await second.NextQuestionAsync()).Answer.SetException(new InvalidOperationException("not I"));
        await Should.ThrowAsync<HubException>(() => other.InTime());
        fromHere.IsCompleted.ShouldBeFalse();
        foreach (var _ in "12")
        {
            var (question, answer) = await first.NextQuestionAsync();
            answer.SetResult(question.Length);
        }

        (await fromHere.InTime()).ShouldBe("from here".Length);
        (await fromThere.InTime()).ShouldBe("from there".Length);
    }

    [Fact]
    public async Task A_question_that_is_taken_back_is_over_and_a_late_answer_harms_nobody()
    {
        await using var there = await ConnectAsync();
        using var taken = new CancellationTokenSource();
        var asking = instances.HubHere.Clients.Client(there.Id).InvokeAsync<int>(CalledClient.Asked, "?", taken.Token);
        var (_, answer) = await there.NextQuestionAsync();

        await taken.CancelAsync();
        await Should.ThrowAsync<HubException>(() => asking.InTime());
        answer.SetResult(1);

        var again = AskAsync(there.Id, "again");
        (await there.NextQuestionAsync()).Answer.SetResult(2);
        (await again.InTime()).ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_in_the_name_of_another_is_refused_and_the_right_one_still_counts()
    {
        var (client, id) = await ConnectByHandAsync();
        using var there = client;
        await using var other = await ConnectAsync();
        var manager = instances.There.Services.GetRequiredService<HubLifetimeManager<TaskProgressHub>>();
        var asking = AskAsync(id, "?");
        var invocation = await InvocationAsync(client);

        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => manager.SetConnectionResultAsync(other.Id, CompletionMessage.WithResult(invocation, 1)));
        refused.Message.ShouldContain("is not valid for invocation");

        await client.SendAsync($$"""{"type":3,"invocationId":"{{invocation}}","result":5}""" + HandmadeClient.End);
        (await asking.InTime()).ShouldBe(5);
    }

    private Task<CalledClient> ConnectAsync() => CalledClient.ConnectAsync(instances.There, isPacked: isPacked);

    private Task<int> AskAsync(string connectionId, string question) =>
        instances.HubHere.Clients.Client(connectionId).InvokeAsync<int>(CalledClient.Asked, question, CancellationToken.None);

    private static async Task<string> InvocationAsync(HandmadeClient client) =>
        (await client.NextCallAsync()).GetProperty("invocationId").GetString()!;

    /// <summary>One whose id is known, and whose bytes are the test's.</summary>
    private async Task<(HandmadeClient Client, string Id)> ConnectByHandAsync()
    {
        var negotiate = new Uri($"{Routes.Hub}/negotiate?negotiateVersion=1", UriKind.Relative);
        using var negotiated = await instances.There.Http.PostAsync(negotiate, null);
        var answer = await negotiated.Content.ReadFromJsonAsync<JsonElement>();
        var client = await HandmadeClient.ConnectAsync(instances.There, $"?id={answer.GetProperty("connectionToken").GetString()}");
        var id = answer.GetProperty("connectionId").GetString()!;
        await CalledClient.WhenJoinedAsync(instances.There, id);
        return (client, id);
    }
}

public sealed class OneInstancesClientResults(OneInstance instances) : ClientResultContract<OneInstance>(instances, isPacked: false);

public sealed class OneInstancesClientResultsInMessagePack(
    OneInstance instances) : ClientResultContract<OneInstance>(instances, isPacked: true);

public sealed class TwoInstancesClientResults(TwoOnRedis instances) : ClientResultContract<TwoOnRedis>(instances, isPacked: false);

public sealed class TwoInstancesClientResultsInMessagePack(
    TwoOnRedis instances) : ClientResultContract<TwoOnRedis>(instances, isPacked: true);
