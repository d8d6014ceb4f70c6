using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>
/// Who may do what with which task, in which state, over which edge: all of it, from one table. What is not allowed is answered as if there
/// was no task, word for word.
/// </summary>
public sealed class AccessMatrixTests(AccessMatrixTests.Running running) : IClassFixture<AccessMatrixTests.Running>
{
    private const string Caller = "ada";
    private const string Somebody = "bob";
    private const string SomeWorker = "importer";

    private const string Yes = "allowed";
    private const string None = "no such task";
    private const string Role = "forbidden";

    /// <summary>Of whoever comes by a link to watch, and by one to review.</summary>
    private const string Link = "link";
    private const string ReviewLink = "link to review";

    /// <summary>
    /// Written by hand: role, whose the task is, and what then becomes of seeing, reviewing, controlling and reporting. A link shows one
    /// task, or is to another one of the same owner.
    /// </summary>
    private static readonly (string Role, string Ownership, string See, string Review, string Control, string Report)[] s_table =
    [
        ("user", "owns", Yes, Yes, Yes, Role),
        ("user", "made", None, None, None, Role),
        ("user", "neither", None, None, None, Role),
        ("user", "absent", None, None, None, Role),
        ("worker", "owns", Yes, Yes, Yes, None),
        ("worker", "made", Yes, Yes, Yes, Yes),
        ("worker", "neither", None, None, None, None),
        ("worker", "absent", None, None, None, None),
        ("operator", "owns", Yes, Yes, Yes, Yes),
        ("operator", "made", Yes, Yes, Yes, Yes),
        ("operator", "neither", Yes, Yes, Yes, Yes),
        ("operator", "absent", None, None, None, None),
        (Link, "shown", Yes, Role, Role, Role),
        (Link, "neither", None, Role, Role, Role),
        (Link, "absent", None, Role, Role, Role),
        (ReviewLink, "shown", Yes, Yes, Role, Role),
        (ReviewLink, "neither", None, None, Role, Role),
        (ReviewLink, "absent", None, None, Role, Role),
    ];

    private static readonly string[] s_states = ["pending", "processing", "human_review_pending", "completed"];

    /// <summary>What is first said of a task that is not there, or is not the caller's, is what is said of every other.</summary>
    private static readonly ConcurrentDictionary<string, string> s_absent = new(StringComparer.Ordinal);

    private readonly HubServer _server = running.Server;

    public static TheoryData<string, string, string> Rows =>
        [.. s_table.SelectMany(_ => s_states, (row, state) => (row.Role, row.Ownership, state))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Every_verb_on_every_edge_does_what_the_table_says(string role, string ownership, string state)
    {
        var (_, _, see, review, control, report) = s_table.Single(row => row.Role == role && row.Ownership == ownership);
        var task = await MakeAsync(ownership, state);
        var token = await TokenAsync(role, ownership, task);

        foreach (var path in new[] { Routes.Task, Routes.RoadmapStatus, Routes.TaskEvents })
            await DoesAsync(see, () => AskAsync(token, HttpMethod.Get, Routes.For(path, task)), path);
        await DoesAsync(see, () => HubAsync(token, HubMethods.Subscribe, new SubscribeRequest { TaskId = task }), "Subscribe");
        await DoesAsync(see, () => HubAsync(token, HubMethods.GetStatus, new TaskRequest { TaskId = task }), "GetStatus");
        await DoesAsync(see, () => RawAsync(token, task), "raw WebSocket");
        await DoesAsync(see, () => StreamAsync(token, task), "event stream");
        await ListsAsync(see == Yes, IsLink(role), token, task, state);

        foreach (var (expected, path) in new[]
        {
            (review, Routes.PreviewReview), (control, Routes.RetryRoadmap), (review, Routes.ApproveRoadmap), (control, Routes.WatchLinks),
            (control, Routes.CancelTask),
        })
        {
            const string body = """{"approved":true,"feedback":"shorter"}""";
            await DoesAsync(expected, () => AskAsync(token, HttpMethod.Post, Routes.For(path, task), body), path);
        }

        await DoesAsync(control, () => AskAsync(token, HttpMethod.Get, Routes.For(Routes.WatchLinks, task)), "list of links");
        var link = Routes.For(Routes.For(Routes.WatchLink, task), "nothing");
        await DoesAsync(control, () => AskAsync(token, HttpMethod.Delete, link), "revoking a link");

        foreach (var body in new[] { "[]", """{"type":"progress","step":"x","status":"y"}""", """{"type":"completed"}""" })
            await DoesAsync(report, () => AskAsync(token, HttpMethod.Post, Routes.For(Routes.TaskEvents, task), body), body);
    }

    [Theory]
    [InlineData("user", "owns", true)]
    [InlineData("user", "neither", false)]
    [InlineData("worker", "made", true)]
    [InlineData("worker", "neither", false)]
    [InlineData("operator", "neither", true)]
    [InlineData(Link, "shown", true)]
    [InlineData(Link, "neither", false)]
    public async Task A_roadmap_is_seen_by_those_who_see_its_task(string role, string ownership, bool isSeen)
    {
        var task = await MakeAsync(ownership, "human_review_pending");
        var token = await TokenAsync(role, ownership, task);
        var snapshot = await AskAsync(Running.Operator, HttpMethod.Get, Routes.For(Routes.Task, task));
        var roadmap = JsonElement.Parse(snapshot["200 ".Length..]).GetProperty("roadmap_id").GetString()!;

        foreach (var path in new[] { Routes.Roadmap, Routes.RoadmapCalendar, Routes.RoadmapActiveTask })
        {
            var answer = await AskAsync(token, HttpMethod.Get, Routes.For(path, roadmap));
            var absent = await AskAsync(token, HttpMethod.Get, Routes.For(path, Guid.NewGuid().ToString()));
            if (isSeen)
                answer.ShouldStartWith("200");
            else
                answer.ShouldBe(absent);
        }
    }

    [Theory]
    [InlineData("user", null, "403 forbidden")]
    [InlineData("worker", null, "201")]
    [InlineData("worker", Somebody, "201")]
    [InlineData("operator", Somebody, "201")]
    public async Task Workers_and_operators_make_tasks_for_anyone(string role, string? owner, string answer)
    {
        var body = JsonSerializer.Serialize(new { kind = "import", owner });

        (await AskAsync(SomeTokens.Of(Caller, role), HttpMethod.Post, Routes.Tasks, body)).ShouldStartWith(answer);
    }

    [Theory]
    [InlineData("user", null, "202")]
    [InlineData("user", Caller, "202")]
    [InlineData("user", Somebody, "403 forbidden")]
    [InlineData("worker", Somebody, "202")]
    [InlineData("operator", Somebody, "202")]
    public async Task A_users_roadmaps_are_its_own(string role, string? user, string answer)
    {
        var asked = await AskAsync(SomeTokens.Of(Caller, role), HttpMethod.Post, Routes.GenerateRoadmap, Generation(Some.TaskId(), user));

        asked.ShouldStartWith(answer);
    }

    [Fact]
    public async Task An_id_that_is_somebody_elses_is_taken_and_not_repeated()
    {
        var task = Some.TaskId();
        var body = $$"""{"task_id":"{{task}}","kind":"import","owner":"{{Somebody}}"}""";
        (await AskAsync(SomeTokens.Of("w1", "worker"), HttpMethod.Post, Routes.Tasks, body)).ShouldStartWith("201");

        (await AskAsync(SomeTokens.Of("w1", "worker"), HttpMethod.Post, Routes.Tasks, body)).ShouldStartWith("200");
        (await AskAsync(SomeTokens.Of("w2", "worker"), HttpMethod.Post, Routes.Tasks, body)).ShouldStartWith("409 conflict");
    }

    [Theory]
    [InlineData("user", Somebody)]
    [InlineData("worker", Somebody)]
    public async Task The_list_of_somebody_else_is_refused_over_rest_and_live(string role, string owner)
    {
        var token = SomeTokens.Of(Caller, role);

        (await AskAsync(token, HttpMethod.Get, $"{Routes.Tasks}?owner={owner}")).ShouldStartWith("403 forbidden");
        (await HubAsync(token, HubMethods.WatchTasks, new WatchTasksRequest { Owner = owner })).ShouldStartWith("forbidden");
    }

    [Theory]
    [InlineData(Link)]
    [InlineData(ReviewLink)]
    public async Task A_link_makes_nothing_lists_nothing_and_revokes_no_tokens(string role)
    {
        var token = await TokenAsync(role, "neither", Some.TaskId());

        (await AskAsync(token, HttpMethod.Post, Routes.Tasks, """{"kind":"import"}""")).ShouldStartWith("403 forbidden Your link");
        (await AskAsync(token, HttpMethod.Post, Routes.GenerateRoadmap, Generation(Some.TaskId(), user: null)))
            .ShouldStartWith("403 forbidden Your link");
        foreach (var query in new[] { "", $"?owner={Somebody}" })
            (await AskAsync(token, HttpMethod.Get, Routes.Tasks + query)).ShouldStartWith("403 forbidden Your link");
        (await HubAsync(token, HubMethods.WatchTasks, new WatchTasksRequest())).ShouldStartWith("forbidden: Your link");
        (await AskAsync(token, HttpMethod.Post, Routes.Revocations, """{"sub":"ada"}""")).ShouldStartWith("403 forbidden");
    }

    private static async Task DoesAsync(string expected, Func<Task<string>> act, string what)
    {
        var came = await act();
        var outcome = came switch
        {
            _ when came.Contains("task_not_found", StringComparison.Ordinal) => None,
            _ when came.Contains("forbidden", StringComparison.Ordinal) => Role,
            _ when came.Contains("unauthenticated", StringComparison.Ordinal) => came,
            _ => Yes,
        };
        outcome.ShouldBe(expected, $"{what}: {came}");
        if (outcome == None)
            came.ShouldBe(s_absent.GetOrAdd(what, came), "somebody else's task and no task are one answer");
    }

    private static bool IsLink(string role) => role is Link or ReviewLink;

    /// <summary>Of that role. A link is to the task, or to another one of the same owner.</summary>
    private async Task<string> TokenAsync(string role, string ownership, string task)
    {
        if (!IsLink(role))
            return SomeTokens.Of(Caller, role);
        var linked = ownership == "shown" ? task : await MakeAsync("neither", "processing");
        var may = role == ReviewLink ? """["watch","review"]""" : """["watch"]""";
        return (await _server.Http.MakeLinkAsync(SomeTokens.Of(Somebody), linked, $$"""{"may":{{may}}}""")).Token;
    }

    private async Task ListsAsync(bool isSeen, bool isLink, string token, string task, string state)
    {
        if (isLink)
        {
            (await AskAsync(token, HttpMethod.Get, $"{Routes.Tasks}?status={state}")).ShouldStartWith("403 forbidden");
            return;
        }

        // A worker's list is of those that it made; those that it owns it asks for by its name.
        var lists = await AskAsync(token, HttpMethod.Get, $"{Routes.Tasks}?status={state}&limit=1000");
        lists += await AskAsync(token, HttpMethod.Get, $"{Routes.Tasks}?status={state}&limit=1000&owner={Caller}");
        lists.Contains(task, StringComparison.Ordinal).ShouldBe(isSeen);
        var found = await AskAsync(token, HttpMethod.Get, $"{Routes.Tasks}?search={task.ToUpperInvariant()}");
        found += await AskAsync(token, HttpMethod.Get, $"{Routes.Tasks}?search={task}&owner={Caller}");
        found.Contains(task, StringComparison.Ordinal).ShouldBe(isSeen);
    }

    /// <summary>The status, and of a refusal its code and sentence without the task's id.</summary>
    private async Task<string> AskAsync(string token, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _server.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.IsSuccessStatusCode)
            return $"{(int)answer.StatusCode} {text}";
        var problem = await answer.RefusedAsync(JsonElement.Parse(text).GetProperty("code").GetString()!);
        return $"{(int)answer.StatusCode} {problem.Code} {problem.Detail}";
    }

    private async Task<string> HubAsync(string token, string method, object argument)
    {
        await using var hub = await _server.ConnectAsync($"?access_token={token}");
        try
        {
            await hub.InvokeAsync<object>(method, argument);
            return "done";
        }
        catch (HubException e)
        {
            var text = e.Message[(e.Message.LastIndexOf("HubException: ", StringComparison.Ordinal) + "HubException: ".Length)..];
            return WithoutTask(text, argument);
        }
    }

    private async Task<string> RawAsync(string token, string task)
    {
        using var raw = await RawWatcher.ConnectAsync(_server.RawUrl(task, $"?access_token={token}"));
        var first = await raw.NextAsync();
        return first is ClosingMessage closing
            ? $"{closing.Reason} {closing.Message} {await raw.NextAsync()}".Replace(task, "…", StringComparison.Ordinal)
            : first.GetType().Name;
    }

    private async Task<string> StreamAsync(string token, string task)
    {
        using var stream = await EventStreamClient.AskAsync(_server.Http.BaseAddress!, task, $"?access_token={token}");
        if (stream.Response.StatusCode == HttpStatusCode.OK)
            return "200";
        var problem = await stream.Response.RefusedAsync(ErrorCodes.TaskNotFound);
        return $"{problem.Code} {problem.Detail}".Replace(task, "…", StringComparison.Ordinal);
    }

    private static string WithoutTask(string text, object argument) => argument switch
    {
        SubscribeRequest { TaskId: { } task } => text.Replace(task, "…", StringComparison.Ordinal),
        TaskRequest { TaskId: { } task } => text.Replace(task, "…", StringComparison.Ordinal),
        _ => text,
    };

    /// <summary>A task of that ownership, as the caller is to find it; of an absent one only the id.</summary>
    private async Task<string> MakeAsync(string ownership, string state)
    {
        var task = Some.TaskId();
        if (ownership == "absent")
            return task;
        var owner = ownership == "owns" ? Caller : Somebody;
        // Whoever is a worker no longer may have made something when it was.
        var maker = SomeTokens.Of(ownership == "made" ? Caller : SomeWorker, "worker");
        if (state == "human_review_pending")
        {
            (await AskAsync(maker, HttpMethod.Post, Routes.GenerateRoadmap, Generation(task, owner))).ShouldStartWith("202");
            var status = Routes.For(Routes.Task, task);
            await Wait.Eventually("it waits for review", async () =>
                (await AskAsync(Running.Operator, HttpMethod.Get, status)).Contains(state, StringComparison.Ordinal));
            return task;
        }

        var body = $$"""{"task_id":"{{task}}","kind":"import","owner":"{{owner}}"}""";
        var made = await AskAsync(maker, HttpMethod.Post, Routes.Tasks, body);
        made.ShouldStartWith("201");
        var report = state switch
        {
            "processing" => """{"type":"progress","step":"reading","status":"processing"}""",
            "completed" => """{"type":"completed"}""",
            _ => "[]",
        };
        (await AskAsync(maker, HttpMethod.Post, Routes.For(Routes.TaskEvents, task), report)).ShouldStartWith("200");
        return task;
    }

    private static string Generation(string task, string? user) => JsonSerializer.Serialize(new
    {
        task_id = task,
        user_id = user,
        require_review = true,
        preferences = new { learning_goal = "Learn testing", current_level = "beginner", available_hours_per_week = 10 },
    });

    /// <summary>One server for all rows.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal HubServer Server { get; private set; } = null!;

        internal static string Operator { get; } = SomeTokens.Of("root", "operator");

        public async ValueTask InitializeAsync() => Server = await HubServer.StartAsync(SomeTokens.Settings);

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Server.Logged.Lines.ShouldBeEmpty();
        }
    }
}
