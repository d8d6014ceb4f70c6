using System.Net;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

public sealed class TaskEndpointsTests : IAsyncLifetime
{
    private RestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _server.Logged.Lines.ShouldBeEmpty();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_task_is_made_once_however_often_it_is_asked_for()
    {
        const string body = """{"task_id":"t-1","kind":"import","title":"Bücher 😀","owner":"ada","lease_seconds":60}""";

        var made = await _server.PostAsync(Routes.Tasks, body);
        var again = await _server.PostAsync(
            Routes.Tasks, """{"lease_seconds":60,"owner":"ada","title":"Bücher 😀","kind":"import","task_id":"t-1","later":true}""");
        var other = await _server.PostAsync(Routes.Tasks, """{"task_id":"t-1","kind":"export"}""");

        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        made.Headers.Location?.ToString().ShouldBe("/api/v1/tasks/t-1");
        var task = await made.ReadAsync<TaskSnapshot>();
        (task.Kind, task.Status, task.CurrentStep, task.Title, task.Seq, task.OldestSeq, task.Attempt)
            .ShouldBe(("import", TaskRunStatus.Pending, "queued", "Bücher 😀", 0, 1, 1));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.ReadAsync<TaskSnapshot>()).ShouldBe(task);
        await other.RefusedAsync(ErrorCodes.Conflict);
    }

    [Fact]
    public async Task A_task_without_an_id_gets_one_that_sorts_by_time()
    {
        var first = await (await _server.PostAsync(Routes.Tasks, """{"kind":"import"}""")).ReadAsync<TaskSnapshot>();
        _server.Time.Advance(TimeSpan.FromMilliseconds(5));
        var second = await (await _server.PostAsync(Routes.Tasks, """{"kind":"import"}""")).ReadAsync<TaskSnapshot>();

        Guid.Parse(first.TaskId).Version.ShouldBe(7);
        string.CompareOrdinal(first.TaskId, second.TaskId).ShouldBeLessThan(0);
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        var problem = await (await _server.PostAsync(Routes.Tasks, """{"task_id":"a b","kind":7,"owner":"","lease_seconds":0}"""))
            .RefusedAsync(ErrorCodes.InvalidRequest);

        problem.Lines().ShouldBe([
            "kind must be a string",
            "task_id must be 1 to 128 of A-Z, a-z, 0-9, _ and -, and none of negotiate, generate, tasks",
            "owner must be 1 to 128 characters, none of them a control character",
            "lease_seconds must be from 1 to 86400",
        ]);
    }

    [Theory]
    [InlineData("negotiate")]
    [InlineData("generate")]
    [InlineData("tasks")]
    public async Task Ids_that_are_paths_are_reserved(string id) =>
        (await (await _server.PostAsync(Routes.Tasks, $$"""{"task_id":"{{id}}","kind":"import"}"""))
            .RefusedAsync(ErrorCodes.InvalidRequest)).Errors!.Single().Path.ShouldBe("task_id");

    [Fact]
    public async Task A_report_is_stored_numbered_and_read_again()
    {
        var id = await _server.StartTaskAsync();

        var reply = await (await _server.ReportAsync(id, """
            [{"type":"progress","step":"reading","status":"busy","percentage":12.5,"message":"half <b>","data":{"a":null,"b":[1]},"event_id":"e1","timestamp":"2026-01-31T10:00:00+02:00"},
             {"type":"completed","event_id":"e2"}]
            """)).ReadAsync<ReportReply>();
        var again = await (await _server.ReportAsync(id, """{"type":"progress","step":"reading","status":"busy","event_id":"e1"}"""))
            .ReadAsync<ReportReply>();
        var page = await _server.GetAsync(Routes.For(Routes.TaskEvents, id));

        (reply.Seq, reply.Accepted, reply.Duplicates, reply.CancelRequested).ShouldBe((2, 2, 0, false));
        (again.Seq, again.Accepted, again.Duplicates).ShouldBe((1, 0, 1));
        var json = await page.Content.ReadAsStringAsync();
        json.ShouldBe($$$"""
            {"events":[{"type":"progress","task_id":"{{{id}}}","seq":1,"epoch":"{{{reply.Epoch}}}","attempt":1,"timestamp":"2026-01-31T08:00:00Z","message":"half <b>","step":"reading","status":"busy","percentage":12.5,"data":{"a":null,"b":[1]}},{"type":"completed","task_id":"{{{id}}}","seq":2,"epoch":"{{{reply.Epoch}}}","attempt":1,"timestamp":"2026-01-31T12:00:00Z"}],"seq":2,"epoch":"{{{reply.Epoch}}}","oldest_seq":1,"next_after_seq":2}
            """);
        (await _server.SnapshotAsync(id)).Status.ShouldBe(TaskRunStatus.Completed);
    }

    [Fact]
    public async Task A_heartbeat_answers_with_the_head_and_says_when_the_work_is_called_off()
    {
        var id = await _server.StartTaskAsync();
        await _server.ReportAsync(id, """{"type":"progress","step":"reading","status":"busy"}""");

        var cancel = await _server.PostAsync(Routes.For(Routes.CancelTask, id));
        var heartbeat = await (await _server.ReportAsync(id, "[]")).ReadAsync<ReportReply>();

        cancel.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await cancel.ReadAsync<CancelReply>()).PreviousStatus.ShouldBe(TaskRunStatus.Processing);
        (heartbeat.Seq, heartbeat.Accepted, heartbeat.CancelRequested).ShouldBe((2, 0, true));
    }

    [Fact]
    public async Task A_refused_report_changes_nothing()
    {
        var id = await _server.StartTaskAsync();

        var problem = await (await _server.ReportAsync(id, """
            [{"type":"progress","step":"a","status":"x"},{"type":"progress","step":"A b","status":"x","percentage":101},{"type":"hop"},5,{"type":"batch_start","batch_index":0,"batch_size":1,"total_batches":1,"concept_ids":["a",""]}]
            """)).RefusedAsync(ErrorCodes.InvalidRequest);

        problem.Errors!.Select(error => error.Path)
            .ShouldBe(["[2].type", "[3]", "[1].step", "[1].percentage", "[4].batch_index", "[4].concept_ids[1]"]);
        (await _server.SnapshotAsync(id)).Seq.ShouldBe(0);
    }

    [Fact]
    public async Task The_paths_of_a_single_event_have_no_index()
    {
        var id = await _server.StartTaskAsync();

        var problem = await (await _server.ReportAsync(id, """{"type":"progress","step":"","percentage":"NaN","event_id":7,"attempt":0}"""))
            .RefusedAsync(ErrorCodes.InvalidRequest);

        problem.Lines().ShouldBe([
            "status is required", "percentage must be a number", "event_id must be a string",
            "attempt must be at least 1", "step must be 1 to 64 of a-z, 0-9 and _, and begin with a letter",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Too_much_is_refused_as_too_large()
    {
        var id = await _server.StartTaskAsync();
        var path = Routes.For(Routes.TaskEvents, id);
        var large = $$"""[{"type":"progress","step":"a","status":"x","message":"{{new string('x', 64 * 1024)}}"}]""";

        (await (await _server.PostAsync(path, large)).RefusedAsync(ErrorCodes.TooLarge)).Errors!.Single().Path.ShouldBe("[0]");
        await (await _server.PostAsync(path, $"[{string.Join(',', Enumerable.Repeat("""{"type":"completed"}""", 1_001))}]"))
            .RefusedAsync(ErrorCodes.TooLarge);
        await (await _server.PostAsync(path, new string(' ', ContractLimits.SentReportBytes + 1))).RefusedAsync(ErrorCodes.TooLarge);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(new string(' ', ContractLimits.SentReportBytes + 1), null, "application/json"),
        };
        chunked.Headers.TransferEncodingChunked = true;
        await (await _server.Http.SendAsync(chunked)).RefusedAsync(ErrorCodes.TooLarge);
        (await _server.SnapshotAsync(id)).Seq.ShouldBe(0);
    }

    [Fact]
    public async Task A_position_that_is_lost_is_gone()
    {
        var id = await _server.StartTaskAsync();
        var reply = await (await _server.ReportAsync(
            id, """[{"type":"progress","step":"a","status":"x"},{"type":"progress","step":"b","status":"x"}]""")).ReadAsync<ReportReply>();
        var path = Routes.For(Routes.TaskEvents, id);

        var page = await (await _server.GetAsync($"{path}?after_seq=0&limit=1&epoch={reply.Epoch}")).ReadAsync<EventPage>();
        var end = await (await _server.GetAsync($"{path}?after_seq=2")).ReadAsync<EventPage>();
        var ahead = await (await _server.GetAsync($"{path}?after_seq=3")).RefusedAsync(ErrorCodes.Gone);
        var elsewhere = await (await _server.GetAsync($"{path}?after_seq=1&epoch=another")).RefusedAsync(ErrorCodes.Gone);

        (page.Events.Count, page.NextAfterSeq, page.Seq, page.OldestSeq).ShouldBe((1, 1, 2, 1));
        (end.Events.Count, end.NextAfterSeq).ShouldBe((0, 2));
        (ahead.Epoch, ahead.OldestSeq).ShouldBe((reply.Epoch, 1));
        (elsewhere.Epoch, elsewhere.OldestSeq).ShouldBe((reply.Epoch, 1));
    }

    [Theory]
    [InlineData("/events?limit=0", "limit")]
    [InlineData("/events?limit=1001", "limit")]
    [InlineData("/events?limit=abc", "limit")]
    [InlineData("/events?limit=1&limit=2", "limit")]
    [InlineData("/events?after_seq=-1", "after_seq")]
    [InlineData("/events?after_seq=9007199254740992", "after_seq")]
    [InlineData("/events?epoch=a", "epoch")]
    [InlineData("/events?after_seq=1&epoch=a%20b", "epoch")]
    public async Task A_wrong_parameter_is_named(string query, string parameter)
    {
        var problem = await (await _server.GetAsync(Routes.For(Routes.Task, "t") + query)).RefusedAsync(ErrorCodes.InvalidRequest);

        problem.Errors!.Select(error => error.Path).ShouldBe([parameter]);
    }

    [Theory]
    [InlineData("status=xyz", "status")]
    [InlineData("status=0", "status")]
    [InlineData("kind=A", "kind")]
    [InlineData("limit=-1&status=Failed", "status,limit")]
    public async Task A_wrong_filter_is_named(string query, string parameters)
    {
        var problem = await (await _server.GetAsync($"{Routes.Tasks}?{query}")).RefusedAsync(ErrorCodes.InvalidRequest);

        string.Join(',', problem.Errors!.Select(error => error.Path)).ShouldBe(parameters);
    }

    [Fact]
    public async Task Tasks_are_listed_newest_first_page_by_page()
    {
        var first = await _server.StartTaskAsync("import");
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await _server.StartTaskAsync("export");
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        var third = await _server.StartTaskAsync("import");

        var page = await (await _server.GetAsync($"{Routes.Tasks}?limit=2")).ReadAsync<TaskPage>();
        var rest = await (await _server.GetAsync($"{Routes.Tasks}?limit=2&cursor={Uri.EscapeDataString(page.NextCursor!)}"))
            .ReadAsync<TaskPage>();
        var exports = await (await _server.GetAsync($"{Routes.Tasks}?kind=export&status=pending")).ReadAsync<TaskPage>();

        page.Tasks.Select(task => task.TaskId).ShouldBe([third, second]);
        rest.Tasks.Select(task => task.TaskId).ShouldBe([first]);
        rest.NextCursor.ShouldBeNull();
        exports.Tasks.Select(task => task.TaskId).ShouldBe([second]);
    }

    [Fact]
    public async Task Tasks_of_an_owner_are_listed_newest_first()
    {
        foreach (var (id, kind, owner) in new[]
        {
            ("a1", "import", "ada"),
            ("b1", "import", "bob"),
            ("a2", "export", "ada"),
            ("a3", "import", "ada"),
        })
            (await _server.PostAsync(Routes.Tasks, $$"""{"task_id":"{{id}}","kind":"{{kind}}","owner":"{{owner}}"}"""))
                .StatusCode.ShouldBe(HttpStatusCode.Created);

        (await IdsAsync("owner=ada")).ShouldBe(["a3", "a2", "a1"]);
        (await IdsAsync("owner=ada&kind=import&limit=1")).ShouldBe(["a3"]);
        (await IdsAsync("owner=ada&status=failed")).ShouldBeEmpty();
        var first = await (await _server.GetAsync($"{Routes.Tasks}?owner=ada&limit=2")).ReadAsync<TaskPage>();
        (await IdsAsync($"owner=ada&limit=2&cursor={first.NextCursor}")).ShouldBe(["a1"]);

        async Task<IEnumerable<string>> IdsAsync(string query) =>
            (await (await _server.GetAsync($"{Routes.Tasks}?{query}")).ReadAsync<TaskPage>()).Tasks.Select(task => task.TaskId);
    }

    [Fact]
    public async Task Tasks_are_searched_beside_the_other_filters_and_say_whose_they_are()
    {
        foreach (var (id, title, owner) in new[] { ("a1", "Zähne putzen", "ada"), ("b1", "ZÄHNE zählen", "bob"), ("a2", "Haare", "ada") })
            (await _server.PostAsync(Routes.Tasks, $$"""{"task_id":"{{id}}","kind":"import","title":"{{title}}","owner":"{{owner}}"}"""))
                .StatusCode.ShouldBe(HttpStatusCode.Created);

        (await ListAsync("search=z%C3%A4hne")).ShouldBe(["b1 bob", "a1 ada"]);
        (await ListAsync("search=z%C3%A4hne&owner=ada")).ShouldBe(["a1 ada"]);
        (await ListAsync("search=A2&kind=import&status=pending")).ShouldBe(["a2 ada"]);
        (await ListAsync("search=nothing")).ShouldBeEmpty();
        (await ListAsync("search=")).Count().ShouldBe(3);
        (await _server.SnapshotAsync("a1")).Owner.ShouldBeNull("only a list says it");

        async Task<IEnumerable<string>> ListAsync(string query) =>
            (await (await _server.GetAsync($"{Routes.Tasks}?{query}")).ReadAsync<TaskPage>()).Tasks
                .Select(task => $"{task.TaskId} {task.Owner}");
    }

    [Theory]
    [InlineData(ContractLimits.SearchLength - 1, true)]
    [InlineData(ContractLimits.SearchLength, true)]
    [InlineData(ContractLimits.SearchLength + 1, false)]
    [AtLimit("characters of what tasks are searched for")]
    public async Task A_search_has_its_characters(int characters, bool isTaken)
    {
        using var answer = await _server.GetAsync(
            $"{Routes.Tasks}?search={Uri.EscapeDataString(string.Concat(Enumerable.Repeat("😀", characters)))}");

        if (isTaken)
            (await answer.ReadAsync<TaskPage>()).Tasks.ShouldBeEmpty();
        else
            (await answer.RefusedAsync(ErrorCodes.InvalidRequest)).Lines()
                .ShouldBe(["search must be 1 to 200 characters, none of them a control character"]);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found_and_what_cannot_be_an_id_is_invalid()
    {
        foreach (var template in new[] { Routes.Task, Routes.TaskEvents, Routes.RoadmapStatus })
        {
            await (await _server.GetAsync(Routes.For(template, "nobody"))).RefusedAsync(ErrorCodes.TaskNotFound);
            (await (await _server.GetAsync(Routes.For(template, "a b"))).RefusedAsync(ErrorCodes.InvalidRequest)).Errors!.Single()
                .Path.ShouldBe("task_id");
        }

        await (await _server.ReportAsync("nobody", "[]")).RefusedAsync(ErrorCodes.TaskNotFound);
        (await (await _server.ReportAsync("a b", "[]")).RefusedAsync(ErrorCodes.InvalidRequest)).Errors!.Single().Path.ShouldBe("task_id");
        foreach (var template in new[] { Routes.CancelTask, Routes.RetryRoadmap })
        {
            await (await _server.PostAsync(Routes.For(template, "nobody"))).RefusedAsync(ErrorCodes.TaskNotFound);
            (await (await _server.PostAsync(Routes.For(template, "a b"))).RefusedAsync(ErrorCodes.InvalidRequest)).Errors!.Single()
                .Path.ShouldBe("task_id");
        }
    }

    [Fact]
    public async Task A_silent_worker_s_task_fails_once()
    {
        var id = await _server.StartTaskAsync(leaseSeconds: 10);
        await _server.ReportAsync(id, """{"type":"progress","step":"reading","status":"busy"}""");

        _server.Time.Advance(TimeSpan.FromSeconds(9));
        await _server.ReportAsync(id, "[]");
        _server.Time.Advance(TimeSpan.FromSeconds(9));
        (await _server.SnapshotAsync(id)).Status.ShouldBe(TaskRunStatus.Processing);
        await Wait.Eventually("the task to fail", () =>
        {
            _server.Time.Advance(TimeSpan.FromSeconds(1));
            return _server.SnapshotAsync(id).GetAwaiter().GetResult().Status == TaskRunStatus.Failed;
        });

        var page = await (await _server.GetAsync(Routes.For(Routes.TaskEvents, id))).ReadAsync<EventPage>();
        page.Events.Count.ShouldBe(2);
        var failed = page.Events[1].ShouldBeOfType<FailedEvent>();
        failed.Step.ShouldBe("reading");
        failed.Error.ShouldContain("went silent");
        await Wait.Eventually("the log to say so", () => _server.Logged.Take("lease_expired"));
    }

    [Fact]
    public async Task Data_that_is_deep_or_holds_half_a_character_never_reaches_the_log()
    {
        var id = await _server.StartTaskAsync();
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 31)) + "1" + new string('}', 31);
        var fits = string.Concat(Enumerable.Repeat("""{"a":""", 30)) + "1" + new string('}', 30);

        var tooDeep = await (await _server.ReportAsync(id, $$"""[{"type":"progress","step":"a","status":"x","data":{{deep}}}]"""))
            .RefusedAsync(ErrorCodes.InvalidRequest);
        var half = await (await _server.ReportAsync(id, """[{"type":"progress","step":"a","status":"x","data":{"list":["\ud83d"]}}]"""))
            .RefusedAsync(ErrorCodes.InvalidRequest);
        await (await _server.ReportAsync(id, $$"""[{"type":"progress","step":"a","status":"x","data":{{fits}}}]"""))
            .ReadAsync<ReportReply>();
        var page = await (await _server.GetAsync(Routes.For(Routes.TaskEvents, id))).ReadAsync<EventPage>();

        tooDeep.Lines().ShouldBe(["$ is nested deeper than 32 levels"]);
        half.Lines().ShouldBe(["[0].data.list[0] holds half of a surrogate pair"]);
        JsonSerializer.Serialize(page.Events.Single().ShouldBeOfType<ProgressEvent>().Data).ShouldBe(fits);
    }
}
