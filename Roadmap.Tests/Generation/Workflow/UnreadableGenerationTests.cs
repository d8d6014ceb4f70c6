using Microsoft.Data.Sqlite;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Workflow;

/// <summary>What is stored of a generation may be unreadable. Then its attempt fails, and the next does not meet the same again.</summary>
public sealed class UnreadableGenerationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("json_set(checkpoint, '$.step', 'meditation')")]
    [InlineData("json_set(checkpoint, '$.content', 7)")]
    [InlineData("json_remove(checkpoint, '$.intent')")]
    public async Task A_checkpoint_that_cannot_be_read_fails_the_attempt_and_the_next_begins_anew(string broken)
    {
        await using var server = await GenerationServer.StartAsync(Path, new ScriptedGenerator());
        var taskId = await server.GenerateAsync(requireReview: true);
        await server.UntilReviewAsync(taskId);
        Execute($"UPDATE checkpoints SET checkpoint = {broken}");

        await server.ApproveAsync(taskId);
        (await server.UntilEndedAsync(taskId)).ShouldSatisfyAllConditions(
            state => state.Status.ShouldBe(TaskRunStatus.Failed), state => state.Error.ShouldNotBeNull().ShouldContain("Try it again"));
        (await server.RetryAsync(taskId)).ShouldBeOfType<AppendResult.Appended>();
        await server.UntilReviewAsync(taskId, earlier: 1);
        await server.ApproveAsync(taskId);

        (await server.UntilEndedAsync(taskId)).ShouldSatisfyAllConditions(
            state => state.Status.ShouldBe(TaskRunStatus.Completed), state => state.Attempt.ShouldBe(2),
            state => state.ConceptsCompleted.ShouldBe(3));
        (await server.EventsAsync(taskId)).OfType<TaskRecoveringEvent>().ShouldHaveSingleItem().Message.ShouldNotBeNull()
            .ShouldContain("anew");
        ShouldHaveTold(server, taskId);
    }

    [Theory]
    [InlineData("'{\"request\":'")]
    [InlineData("json_remove(checkpoint, '$.request')")]
    [InlineData("json_set(checkpoint, '$.request.level', 'sleepy')")]
    public async Task When_what_was_asked_for_is_lost_every_attempt_says_so(string broken)
    {
        await using var server = await GenerationServer.StartAsync(Path, new ScriptedGenerator());
        var taskId = await server.GenerateAsync(requireReview: true);
        await server.UntilReviewAsync(taskId);
        Execute($"UPDATE checkpoints SET checkpoint = {broken}");
        await server.ApproveAsync(taskId);
        await server.UntilEndedAsync(taskId);

        await server.RetryAsync(taskId);

        var state = await server.UntilAsync(taskId, "the second attempt ends", state => state is { HasEnded: true, Attempt: 2 });
        state.Status.ShouldBe(TaskRunStatus.Failed);
        state.Error.ShouldNotBeNull().ShouldContain("Ask for a new one");
        ShouldHaveTold(server, taskId);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_fails_the_attempt_and_the_next_makes_another()
    {
        await using var server = await GenerationServer.StartAsync(Path, new ScriptedGenerator());
        var taskId = await server.GenerateAsync(requireReview: true);
        await server.UntilReviewAsync(taskId);
        Execute("UPDATE roadmaps SET json = X'7B22726F'");

        await server.ApproveAsync(taskId);
        (await server.UntilEndedAsync(taskId)).Error.ShouldNotBeNull().ShouldContain("plan");
        await server.RetryAsync(taskId);
        await server.UntilReviewAsync(taskId, earlier: 1);
        await server.ApproveAsync(taskId);

        (await server.UntilEndedAsync(taskId)).Status.ShouldBe(TaskRunStatus.Completed);
        (await server.RoadmapAsync(taskId)).Concepts.Count().ShouldBe(3);
        ShouldHaveTold(server, taskId);
    }

    [Theory]
    [InlineData("origin = 'Agent'")]
    [InlineData("kind = 'No Kind'")]
    [InlineData("created_at = 'yesterday'")]
    [InlineData("attempt = 'first'")]
    [InlineData("seq = 'many'")]
    public async Task A_task_that_could_not_be_read_is_a_generation_again_when_it_is_retried(string broken)
    {
        string taskId;
        await using (var first = await GenerationServer.StartAsync(Path, new ScriptedGenerator()))
        {
            taskId = await first.GenerateAsync(requireReview: true);
            await first.UntilReviewAsync(taskId);
        }

        Execute($"UPDATE tasks SET {broken}");
        await using var server = await GenerationServer.StartAsync(Path, new ScriptedGenerator());
        (await server.StateAsync(taskId)).Status.ShouldBe(TaskRunStatus.Failed);
        (await server.RetryAsync(taskId)).ShouldBeOfType<AppendResult.Appended>();
        await server.UntilReviewAsync(taskId, earlier: 1);
        await server.ApproveAsync(taskId);

        (await server.UntilEndedAsync(taskId)).ShouldSatisfyAllConditions(
            state => state.Status.ShouldBe(TaskRunStatus.Completed),
            state => state.Attempt.ShouldBe(2),
            state => state.Kind.ShouldBe(TaskKinds.RoadmapGeneration),
            state => state.Origin.ShouldBe(TaskOrigin.Workflow));
        ShouldHaveTold(server, taskId);
    }

    /// <summary>Each line names the task, and there is no stack.</summary>
    private static void ShouldHaveTold(GenerationServer server, string taskId)
    {
        server.Errors.ShouldAllBe(line => line.Contains(" record_unreadable: ", StringComparison.Ordinal)
            || line.Contains(" unreadable_task_ended: ", StringComparison.Ordinal));
        server.Errors.ShouldAllBe(
            line => line.Contains(taskId, StringComparison.Ordinal) && !line.Contains("   at ", StringComparison.Ordinal));
        server.Errors.Count().ShouldBeGreaterThanOrEqualTo(2);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is one of the above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private string Path => _folder.File("roadmap.db");
}
