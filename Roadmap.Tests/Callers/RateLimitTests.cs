using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Callers;

/// <summary>
/// How often one caller may call: at the limit all is well, and beyond it nothing is done and the answer says when to come back.
/// </summary>
public sealed class RateLimitTests
{
    /// <summary>So that this machine's own address is a caller's as any other.</summary>
    private const string NoProxy = "--ForwardedHeaders:KnownProxies=10.0.0.7";

    [Fact]
    public async Task Calls_beyond_the_quota_are_refused_and_told_when_to_come_back_and_other_addresses_are_not()
    {
        await using var server = await HubServer.StartAsync([NoProxy, "--Limits:CallsPerMinute=3"]);

        for (var left = 2; left >= 0; left--)
        {
            using var answer = await GetAsync(server.Http, Routes.Tasks);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            Header(answer, "RateLimit-Policy").ShouldBe("\"calls\";q=3;w=60");
            Header(answer, "RateLimit").ShouldBe($"\"calls\";r={left};t={(3 - left) * 20}");
        }

        using var refused = await GetAsync(server.Http, Routes.Tasks);
        await refused.RefusedAsync(ErrorCodes.RateLimited);
        refused.Headers.RetryAfter?.Delta.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(1, 20);
        Header(refused, "RateLimit").ShouldStartWith("\"calls\";r=0;t=");

        // Nobody believes what it says of itself.
        using var forged = await GetAsync(server.Http, Routes.Tasks, "203.0.113.9");
        await forged.RefusedAsync(ErrorCodes.RateLimited);
        using var elsewhere = HttpFrom("127.0.0.2", server);
        using var other = await GetAsync(elsewhere, Routes.Tasks);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var path in new[] { "/", Routes.Health, Routes.Metrics, Routes.OpenApi })
        {
            using var page = await GetAsync(server.Http, path);
            page.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Behind_a_known_proxy_its_word_tells_who_calls_and_the_caller_s_own_word_before_it_does_not()
    {
        await using var server = await HubServer.StartAsync(["--Limits:CallsPerMinute=1"]);

        await StatusAsync("203.0.113.9", HttpStatusCode.OK);
        await StatusAsync("203.0.113.9", HttpStatusCode.TooManyRequests);
        await StatusAsync("198.51.100.1, 203.0.113.9", HttpStatusCode.TooManyRequests);
        await StatusAsync("127.0.0.1, 203.0.113.9", HttpStatusCode.TooManyRequests);
        await StatusAsync("203.0.113.10", HttpStatusCode.OK);
        await StatusAsync("2001:db8::1", HttpStatusCode.OK);
        await StatusAsync("2001:db8::2", HttpStatusCode.TooManyRequests);
        for (var i = 0; i < 3; i++)
            await StatusAsync(null, HttpStatusCode.OK);

        async Task StatusAsync(string? forwardedFor, HttpStatusCode status)
        {
            using var answer = await GetAsync(server.Http, Routes.Tasks, forwardedFor);
            answer.StatusCode.ShouldBe(status, forwardedFor);
        }
    }

    [Fact]
    [AtLimit("reports of one caller in a minute")]
    public async Task A_report_beyond_the_quota_changes_nothing()
    {
        await using var server = await HubServer.StartAsync([NoProxy, "--Limits:ReportsPerMinute=2"]);
        var task = await server.StartTaskAsync();
        await server.ReportProgressAsync(task, 1);
        (await server.ReportAsync(task, """{"type":"progress","step":"work","status":"processing"}""")).Seq.ShouldBe(2);

        using var body = new StringContent("""{"type":"completed"}""", Encoding.UTF8, "application/json");
        using var refused = await server.Http.PostAsync(new Uri(Routes.For(Routes.TaskEvents, task), UriKind.Relative), body);

        await refused.RefusedAsync(ErrorCodes.RateLimited);
        Header(refused, "RateLimit-Policy").ShouldBe("\"reports\";q=2;w=60");
        using var after = await GetAsync(server.Http, Routes.For(Routes.Task, task));
        var snapshot = await after.ReadAsync<TaskSnapshot>();
        (snapshot.Seq, snapshot.Status).ShouldBe((2, TaskRunStatus.Processing));
    }

    [Fact]
    [AtLimit("tasks and roadmaps that one caller asks for in a minute")]
    public async Task Tasks_and_roadmaps_beyond_the_quota_are_not_made()
    {
        await using var server = await HubServer.StartAsync([NoProxy, "--Limits:TasksPerMinute=2"]);
        await server.StartTaskAsync();
        await server.StartTaskAsync();

        using var made = await server.Http.PostAsJsonAsync(Routes.Tasks, new { task_id = "third", kind = "import" });
        await made.RefusedAsync(ErrorCodes.RateLimited);
        using var asked = await server.Http.PostAsJsonAsync(Routes.GenerateRoadmap, new { task_id = "fourth" });
        await asked.RefusedAsync(ErrorCodes.RateLimited);
        foreach (var task in new[] { "third", "fourth" })
        {
            using var found = await GetAsync(server.Http, Routes.For(Routes.Task, task));
            await found.RefusedAsync(ErrorCodes.TaskNotFound);
        }
    }

    [Fact]
    [AtLimit("connections that one caller begins in a minute")]
    public async Task Connections_beyond_the_quota_are_refused_in_the_words_of_their_edge()
    {
        await using var server = await HubServer.StartAsync([NoProxy, "--Limits:ConnectsPerMinute=3"]);
        var task = await server.StartTaskAsync();
        await using var hub = await server.ConnectAsync();
        using (var raw = await server.WatchRawAsync(task))
            await raw.NextAsync<ConnectedMessage>();
        using (var stream = await server.StreamAsync(task))
            await stream.NextAsync<ConnectedMessage>();

        using (var raw = await server.WatchRawAsync(task))
        {
            var closed = await raw.NextAsync<SocketClosed>();
            (closed.Code, closed.Reason).ShouldBe((CloseCodes.RateLimited, closed.Reason));
            closed.Reason.ShouldContain("Come back in ");
        }

        using var refused = await EventStreamClient.AskAsync(server.Http.BaseAddress!, task);
        await refused.Response.RefusedAsync(ErrorCodes.RateLimited);
        refused.Response.Headers.RetryAfter.ShouldNotBeNull();
        using var negotiation = await server.Http.PostAsync(new Uri($"{Routes.Hub}/negotiate?negotiateVersion=1", UriKind.Relative), null);
        await negotiation.RefusedAsync(ErrorCodes.RateLimited);
        await Should.ThrowAsync<Exception>(() => server.ConnectAsync());

        // Who is there goes on.
        await hub.InvokeAsync(HubMethods.Ping);
        await hub.NextAsync();
    }

    [Fact]
    [AtLimit("calls of one caller in a minute, over HTTP, of the hub and by raw frames")]
    public async Task Calls_on_a_connection_count_too_and_it_stays_open()
    {
        await using var server = await HubServer.StartAsync([NoProxy, "--Limits:CallsPerMinute=4"]);
        var task = await server.StartTaskAsync();
        await using var hub = await server.ConnectAsync();
        using var raw = await server.WatchRawAsync(task);
        await raw.NextAsync<ConnectedMessage>();
        await raw.NextAsync<TaskSnapshot>();

        for (var i = 0; i < 2; i++)
        {
            await hub.InvokeAsync(HubMethods.Ping);
            await raw.SendAsync("""{"type":"ping"}""");
            await raw.NextAsync<PongMessage>();
        }

        (await Should.ThrowAsync<HubException>(() => hub.InvokeAsync(HubMethods.Ping))).Message
            .ShouldContain("rate_limited: One caller has 4 calls a minute");
        await raw.SendAsync("""{"type":"get_status"}""");
        (await raw.NextAsync<ErrorMessage>()).Code.ShouldBe(ErrorCodes.RateLimited);
        await server.ReportProgressAsync(task, 1);
        await raw.NextAsync<ProgressEvent>();
        hub.Connection.State.ShouldBe(HubConnectionState.Connected);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_has_a_quota_of_its_own_wherever_it_calls_from()
    {
        await using var server = await HubServer.StartAsync([NoProxy, "--Limits:CallsPerMinute=1"], NamedCallers.Add);
        using var elsewhere = HttpFrom("127.0.0.2", server);

        await StatusAsync(server.Http, "ada", HttpStatusCode.OK);
        await StatusAsync(elsewhere, "ada", HttpStatusCode.TooManyRequests);
        await StatusAsync(elsewhere, "bob", HttpStatusCode.OK);
        await StatusAsync(server.Http, null, HttpStatusCode.OK);

        static async Task StatusAsync(HttpClient http, string? user, HttpStatusCode status)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Routes.Tasks);
            if (user is not null)
                request.Headers.Add(NamedCallers.Header, user);
            using var answer = await http.SendAsync(request);
            answer.StatusCode.ShouldBe(status, user);
        }
    }

    [Fact]
    public async Task Who_shows_no_valid_token_is_an_address_whose_calls_are_counted()
    {
        await using var server = await HubServer.StartAsync([NoProxy, "--Limits:CallsPerMinute=2", .. SomeTokens.Settings]);

        (await server.Http.StatusAsync(Routes.Tasks, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Http.StatusAsync(Routes.Tasks, "forged")).ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Http.StatusAsync(Routes.Tasks, "forged")).ShouldBe(HttpStatusCode.TooManyRequests);

        (await server.Http.StatusAsync(Routes.Tasks, SomeTokens.Of("ada"))).ShouldBe(HttpStatusCode.OK);
        using var elsewhere = HttpFrom("127.0.0.2", server);
        (await elsewhere.StatusAsync(Routes.Tasks, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(Routes.Hub + "/negotiate?negotiateVersion=1&id=any")]
    [InlineData(Routes.Hub + "?id=")]
    [InlineData(Routes.Hub + "/?id=")]
    public async Task A_connection_begins_also_where_an_id_says_nothing(string path)
    {
        await using var server = await HubServer.StartAsync([NoProxy, "--Limits:ConnectsPerMinute=1"]);

        using var first = await server.Http.AskAsync(HttpMethod.Post, path, token: null);
        Header(first, "RateLimit").ShouldBe("\"connects\";r=0;t=60");
        using var second = await server.Http.AskAsync(HttpMethod.Post, path, token: null);
        await second.RefusedAsync(ErrorCodes.RateLimited);
        using var another = await server.Http.AskAsync(HttpMethod.Post, Routes.Hub + "?id=unknown", token: null);
        await another.RefusedAsync(ErrorCodes.NotFound);
    }

    /// <summary>A client whose connections come from another address of this machine.</summary>
    private static HttpClient HttpFrom(string address, HubServer server) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = server.Http.BaseAddress,
        Timeout = Wait.Patience,
    };

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, string path, string? forwardedFor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (forwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await http.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).ShouldHaveSingleItem();
}
