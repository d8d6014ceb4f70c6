using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>What is no valid token, and where a valid one is none.</summary>
public sealed class TokenTests(TokenTests.Running running) : IClassFixture<TokenTests.Running>
{
    private static readonly DateTimeOffset s_later = TimeProvider.System.GetUtcNow().AddHours(1);
    private static readonly string s_good = SomeTokens.Of("ada", "operator");

    private static readonly Dictionary<string, object> s_critical = new(StringComparer.Ordinal) { ["crit"] = (string[])["b64"] };

    private readonly HubServer _server = running.Server;

    public static TheoryData<string, string> Invalid => new()
    {
        { "garbage", "garbage" },
        { "a part", s_good[..^5] },
        { "another signature", s_good[..(s_good.LastIndexOf('.') + 1)] + Base64UrlEncoder.Encode(new byte[32]) },
        { "another body", WithBody(s_good, SomeTokens.Of("eve", "operator")) },
        { "no signature", WithoutSignature("none") },
        { "no signature, in capitals", WithoutSignature("NONE") },
        { "another key", SomeTokens.Make("ada", s_later, credentials: SomeTokens.Signing(new string('x', 48))) },
        { "a key that anybody has", SomeTokens.Make("ada", s_later, credentials: Rsa()) },
        { "another audience", SomeTokens.Make("ada", s_later, audience: "elsewhere") },
        { "another issuer", SomeTokens.Make("ada", s_later, issuer: "elsewhere") },
        { "something critical that is not understood", SomeTokens.Make("ada", s_later, header: s_critical) },
        { "expired", SomeTokens.Make("ada", s_later.AddHours(-2)) },
        { "nobody", SomeTokens.Make(sub: null, s_later) },
        { "no name", SomeTokens.Make("a\nb", s_later) },
        { "a name too long", SomeTokens.Make(new string('a', 129), s_later) },
        { "a link that is none", "rml_" },
        { "a link that nobody signed", $"rml_{new string('A', 200)}" },
        { "a link of data protection's form", $"rml_CfDJ8{new string('A', 200)}" },
        { "a token called a link", $"rml_{s_good}" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_is_no_valid_token_is_refused_on_every_edge(string what, string token)
    {
        using var rest = await AskAsync(HttpMethod.Get, Routes.Tasks, token);
        (await rest.RefusedAsync(ErrorCodes.Unauthenticated)).Detail.ShouldContain("token", Case.Insensitive, what);
        rest.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"invalid_token\"", Case.Sensitive, what);
        rest.Headers.WwwAuthenticate.ToString().ShouldNotContain(token);

        using var raw = await RawWatcher.ConnectAsync(_server.RawUrl("t-1", $"?access_token={Uri.EscapeDataString(token)}"));
        (await raw.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Unauthenticated, what);

        using var stream = await EventStreamClient.AskAsync(
            _server.Http.BaseAddress!, "t-1", $"?access_token={Uri.EscapeDataString(token)}");
        await stream.Response.RefusedAsync(ErrorCodes.Unauthenticated);

        using var negotiated = await AskAsync(HttpMethod.Post, Routes.Hub + "/negotiate?negotiateVersion=1", token);
        await negotiated.RefusedAsync(ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task Without_a_token_there_is_nothing_under_the_base_path()
    {
        string[] paths = [Routes.Tasks, Routes.Hub, Routes.For(Routes.RawSocket, "t"), $"{Routes.Base}/nothing", "/API/V1/tasks"];
        foreach (var path in paths)
        {
            using var answer = await AskAsync(HttpMethod.Get, path, token: null);
            await answer.RefusedAsync(ErrorCodes.Unauthenticated);
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"roadmap\"");
        }

        using var health = await AskAsync(HttpMethod.Get, Routes.Health, token: null);
        health.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_is_taken_from_the_header()
    {
        using var answer = await AskAsync(HttpMethod.Get, Routes.Tasks, s_good);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_is_taken_from_nowhere_else_than_where_it_belongs()
    {
        await IsTakenFromNowhereElseAsync(s_good);
        await IsTakenFromNowhereElseAsync((await _server.Http.MakeLinkAsync(s_good, await MakeTaskAsync())).Token);
    }

    private async Task IsTakenFromNowhereElseAsync(string token)
    {
        var query = $"?access_token={token}";
        var task = $$"""{"kind":"import","access_token":"{{token}}","token":"{{token}}"}""";
        Action<HttpRequestMessage>[] misplaced =
        [
            request => request.RequestUri = new Uri(Routes.Tasks + query, UriKind.Relative),
            request => (request.Method, request.RequestUri) = (HttpMethod.Post, new Uri(Routes.Tasks + query, UriKind.Relative)),
            request => request.RequestUri = new Uri(Routes.For(Routes.TaskEvents, "t") + query, UriKind.Relative),
            request =>
                (request.Method, request.RequestUri) = (HttpMethod.Post, new Uri(Routes.Hub + "/negotiate" + query, UriKind.Relative)),
            request => (request.Method, request.Content) = (HttpMethod.Post, new StringContent(task, Encoding.UTF8, "application/json")),
            request => (request.Method, request.Content) = (HttpMethod.Post, new FormUrlEncodedContent([new("access_token", token)])),
            request => request.RequestUri = new Uri($"{Routes.Tasks}?token={token}&link={token}", UriKind.Relative),
            request => request.RequestUri = new Uri($"{Routes.Tasks}/{token}", UriKind.Relative),
            request =>
            {
                request.Method = HttpMethod.Head;
                request.RequestUri = new Uri(Routes.For(Routes.TaskEvents, "t") + query, UriKind.Relative);
                request.Headers.Add("Accept", "text/event-stream");
            },
            request =>
            {
                request.RequestUri = new Uri(Routes.For(Routes.TaskEvents, "t"), UriKind.Relative);
                request.Headers.Add("Accept", "text/event-stream");
                request.Headers.Add("Sec-WebSocket-Protocol", $"bearer.{token}");
            },
            request => request.Headers.Add("Cookie", $"access_token={token}; link={token}"),
            request => request.Headers.Add("Sec-WebSocket-Protocol", $"bearer.{token}"),
            request => request.Headers.Add("X-Access-Token", token),
            request => request.Headers.Add("link", token),
            request => request.Headers.TryAddWithoutValidation("Proxy-Authorization", $"Bearer {token}"),
            request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", token),
            request => request.Headers.TryAddWithoutValidation("Authorization", token),
            request => request.Headers.TryAddWithoutValidation("Authorization", [$"Bearer {token}", $"Bearer {token}"]),
        ];
        foreach (var (index, misplace) in misplaced.Index())
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Routes.Tasks, UriKind.Relative));
            misplace(request);
            using var answer = await _server.Http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{index}");
        }
    }

    [Theory]
    [InlineData("roadmap.v1", "roadmap.v1", "bearer.")]
    [InlineData(null, "bearer.")]
    public async Task A_socket_brings_it_as_a_subprotocol_and_does_not_get_it_back(string? answered, params string[] offered)
    {
        var task = await MakeTaskAsync();
        using var socket = new ClientWebSocket();
        foreach (var protocol in offered)
            socket.Options.AddSubProtocol(protocol == "bearer." ? protocol + s_good : protocol);

        await socket.ConnectAsync(_server.RawUrl(task), CancellationToken.None).InTime();

        socket.SubProtocol.ShouldBe(answered);
        socket.State.ShouldBe(WebSocketState.Open);
        var received = await socket.ReceiveAsync(new byte[16 * 1024].AsMemory(), CancellationToken.None).InTime();
        received.MessageType.ShouldBe(WebSocketMessageType.Text);
    }

    [Fact]
    public async Task The_hub_takes_it_from_the_header_the_query_and_a_subprotocol()
    {
        await using var byQuery = await _server.ConnectAsync($"?access_token={s_good}");
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("roadmap.v1");
        socket.Options.AddSubProtocol($"bearer.{s_good}");
        var url = new UriBuilder(_server.HubUrl) { Scheme = "ws" }.Uri;

        await socket.ConnectAsync(url, CancellationToken.None).InTime();

        socket.SubProtocol.ShouldBe("roadmap.v1");
    }

    private async Task<string> MakeTaskAsync()
    {
        var task = Some.TaskId();
        using var made = await AskAsync(HttpMethod.Post, Routes.Tasks, s_good, $$"""{"task_id":"{{task}}","kind":"import"}""");
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        return task;
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string? token, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _server.Http.SendAsync(request);
    }

    private static string WithBody(string token, string other) =>
        string.Join('.', token.Split('.')[0], other.Split('.')[1], token.Split('.')[2]);

    private static string WithoutSignature(string algorithm) =>
        $"{Base64UrlEncoder.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{s_good.Split('.')[1]}.";

    private static SigningCredentials Rsa() => new(new RsaSecurityKey(RSA.Create(2048)), SecurityAlgorithms.RsaSha256);

    /// <summary>One server for all of them.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal HubServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await HubServer.StartAsync(SomeTokens.Settings);

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Server.Logged.Lines.ShouldBeEmpty();
        }
    }
}
