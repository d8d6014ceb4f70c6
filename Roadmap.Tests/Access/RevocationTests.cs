using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>Operators take tokens back: on every instance, of open connections too, and for as long as the log is kept.</summary>
public sealed class RevocationTests
{
    private static readonly string s_operator = SomeTokens.Of("root", "operator");

    /// <summary>As tokens are that somebody has had for a while.</summary>
    private static readonly string s_old = SomeTokens.Make(
        "ada", TimeProvider.System.GetUtcNow().AddHours(1), issued: TimeProvider.System.GetUtcNow().AddMinutes(-1));

    /// <summary>Issued after the revocation, by a clock that shows whole seconds.</summary>
    private static string Fresh => SomeTokens.Make(
        "ada", TimeProvider.System.GetUtcNow().AddHours(1), issued: TimeProvider.System.GetUtcNow().AddSeconds(2));

    [Fact]
    public async Task It_ends_open_connections_on_another_instance()
    {
        await using var redis = await RedisServer.StartAsync();
        string[] settings = [.. SomeTokens.Settings, $"--ConnectionStrings:Redis={redis.ConnectionString}"];
        await using var one = await HubServer.StartAsync(settings);
        await using var other = await HubServer.StartAsync(settings);
        var task = Some.TaskId();
        using (var made = await AskAsync(
            one, SomeTokens.Of("w", "worker"), Routes.Tasks, $$"""{"task_id":"{{task}}","kind":"import","owner":"ada"}"""))
            made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var raw = await RawWatcher.ConnectAsync(other.RawUrl(task, $"?access_token={s_old}"));
        await raw.NextAsync<ConnectedMessage>();
        await raw.NextAsync<TaskSnapshot>();
        await using var hub = await other.ConnectAsync($"?access_token={s_old}");

        using (var revoked = await AskAsync(one, s_operator, Routes.Revocations, """{"sub":"ada"}"""))
            (await revoked.ReadAsync<RevocationBody>()).NotBefore.ShouldNotBeNull();

        (await raw.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.Unauthenticated);
        (await raw.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Unauthenticated);
        (await hub.NextAsync<ErrorMessage>()).Code.ShouldBe(ErrorCodes.Unauthenticated);
        foreach (var instance in new[] { one, other })
        {
            using var refused = await AskAsync(instance, s_old, Routes.Tasks);
            (await refused.RefusedAsync(ErrorCodes.Unauthenticated)).Detail.ShouldContain("revoked");
            using var taken = await AskAsync(instance, Fresh, Routes.Tasks);
            taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task It_outlives_a_restart()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);
        using (var revoked = await AskAsync(server, s_operator, Routes.Revocations, """{"sub":"ada"}"""))
            revoked.StatusCode.ShouldBe(HttpStatusCode.OK);

        await server.RestartAsync(() => Task.CompletedTask);

        using var refused = await AskAsync(server, s_old, Routes.Tasks);
        await refused.RefusedAsync(ErrorCodes.Unauthenticated);
        using var others = await AskAsync(server, SomeTokens.Of("eve"), Routes.Tasks);
        others.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_is_let_in_before_it_is_known_and_it_is_known_as_soon_as_the_log_answers()
    {
        var store = new SlowStore();
        await using var server = await HubServer.StartAsync(
            SomeTokens.Settings, services => services.Replace(ServiceDescriptor.Singleton<IRevocationStore>(store)));
        using (var early = await AskAsync(server, s_old, Routes.Tasks))
            await early.RefusedAsync(ErrorCodes.AuthorityUnavailable);

        store.Answers = true;

        using var refused = await AskAsync(server, s_old, Routes.Tasks);
        await refused.RefusedAsync(ErrorCodes.Unauthenticated);
        using var taken = await AskAsync(server, Fresh, Routes.Tasks);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_is_shut_out_comes_back_when_that_is_taken_back()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);

        foreach (var (notBefore, status) in new[] { ("2999-01-01T00:00:00Z", 401), ("2000-01-01T00:00:00Z", 200) })
        {
            using var revoked = await AskAsync(
                server, s_operator, Routes.Revocations, $$"""{"sub":"ada","not_before":"{{notBefore}}"}""");
            revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var answer = await AskAsync(server, Fresh, Routes.Tasks);
            ((int)answer.StatusCode).ShouldBe(status);
        }
    }

    [Fact]
    public async Task Only_operators_revoke_and_must_say_whose()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);

        foreach (var role in new[] { "user", "worker" })
        {
            using var refused = await AskAsync(server, SomeTokens.Of("ada", role), Routes.Revocations, """{"sub":"bob"}""");
            await refused.RefusedAsync(ErrorCodes.Forbidden);
        }

        string[][] wrongs = [["{}", "sub"], ["""{"sub":""}""", "sub"], ["""{"sub":"a","not_before":"now"}""", "not_before"]];
        foreach (var (body, path) in wrongs.Select(each => (each[0], each[1])))
        {
            using var wrong = await AskAsync(server, s_operator, Routes.Revocations, body);
            (await wrong.RefusedAsync(ErrorCodes.InvalidRequest)).Errors.ShouldHaveSingleItem().Path.ShouldBe(path);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(HubServer server, string token, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await server.Http.SendAsync(request);
    }

    /// <summary>Of a log that does not answer at first.</summary>
    private sealed class SlowStore : IRevocationStore
    {
        public bool Answers { get; set; }

        public Task AddAsync(string sub, DateTimeOffset notBefore, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAllAsync(CancellationToken cancellationToken) => Answers
            ? Task.FromResult<IReadOnlyDictionary<string, DateTimeOffset>>(
                new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) { ["ada"] = TimeProvider.System.GetUtcNow() })
            : throw new LogUnavailableException("It does not answer yet.");
    }
}
