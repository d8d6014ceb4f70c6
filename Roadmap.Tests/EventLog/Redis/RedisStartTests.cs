using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>What stops a start, what is only said, and that no secret is.</summary>
public sealed class RedisStartTests
{
    private const string Secret = "hunter2-and-more";

    [Theory]
    [InlineData($"localhost:6379,passwort={Secret}")]
    [InlineData($"localhost:6379,connectTimeout=soon,password={Secret}")]
    [InlineData($"local host,password={Secret}")]
    [InlineData($"password={Secret}")]
    public async Task A_connection_string_that_cannot_be_one_stops_the_start_by_name(string connection)
    {
        await using var server = RedisServer.NotStarted();

        var refused = await Should.ThrowAsync<LogStartException>(() => RedisLogUnderTest.OpenAsync(server, connection: connection));

        refused.Message.ShouldContain("ConnectionStrings:Redis");
        refused.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_password_is_used_and_never_told()
    {
        await using var server = await RedisServer.StartWithPasswordAsync(Secret);
        await using var log = await RedisLogUnderTest.OpenAsync(server, time: TimeProvider.System);
        await log.StartTaskAsync();

        await server.KillAsync();
        await Wait.Eventually(
            "the loss is logged", () => log.Logged.Lines.Any(line => line.Contains("redis_away", StringComparison.Ordinal)));

        log.Logged.Lines.ShouldAllBe(line => !line.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",password=wrong-" + Secret)]
    [InlineData(",user=nobody,password=" + Secret)]
    public async Task A_password_that_is_refused_stops_the_start_by_name(string password)
    {
        await using var server = await RedisServer.StartWithPasswordAsync(Secret);

        var refused = await Should.ThrowAsync<LogStartException>(
            () => RedisLogUnderTest.OpenAsync(server, connection: $"127.0.0.1:{server.Port}{password}"));

        refused.Message.ShouldContain("ConnectionStrings:Redis");
        refused.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_user_of_the_access_list_needs_no_more_than_the_logs_keys_and_channels()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AddUserAsync();
        await server.ExecuteAsync("ACL", "SETUSER", "default", "off");
        await using var log = await RedisLogUnderTest.OpenAsync(server, connection: $"{server.ConnectionString}{RedisServer.AsUser}");
        var taskId = await log.StartTaskAsync();
        var heard = new TaskCompletionSource();
        await using var subscription = await log.Announcements.SubscribeAsync(taskId, _ => heard.TrySetResult(), CancellationToken.None);

        await log.AppendedAsync(taskId, Some.Progress());

        await heard.Task.InTime();
    }

    [Fact]
    public async Task A_Redis_that_is_too_old_stops_the_start_by_name()
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new RedisProxy(server.Port) { LooksOld = true };

        var refused = await Should.ThrowAsync<LogStartException>(
            () => RedisLogUnderTest.OpenAsync(server, connection: proxy.ConnectionString));

        refused.Message.ShouldStartWith("ConnectionStrings:Redis names a Redis of version 6.");
        refused.Message.ShouldEndWith("7.0 or later is needed.");
    }

    [Fact]
    public async Task TLS_is_spoken_with_a_server_that_is_trusted_and_with_no_other()
    {
        await using var server = await RedisServer.StartWithTlsAsync(Secret);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Redis"] = server.TlsConnectionString,
            ["SSL_CERT_FILE"] = server.CertificateFile,
        };

        await using (var trusting = await ServerProcess.StartAsync(TimeSpan.Zero, environment))
            trusting.Errors.ShouldBeEmpty("it is ready, and so its log answers");

        await using var wary = await RedisLogUnderTest.OpenAsync(server, time: TimeProvider.System, connection: server.TlsConnectionString);
        await Should.ThrowAsync<LogUnavailableException>(wary.Log.ReadHeadsAsync(["nobody"], CancellationToken.None));
    }

    [Fact]
    public async Task A_Redis_that_may_evict_is_warned_of()
    {
        await using var server = await RedisServer.StartAsync("--maxmemory-policy", "allkeys-lru");
        await using var log = await RedisLogUnderTest.OpenAsync(server);

        await Wait.Eventually("it is warned of", () => log.Logged.Take("redis_may_evict"));
        await log.StartTaskAsync();
        log.Logged.Take("redis_may_evict").ShouldBeFalse("once is enough");
    }

    [Fact]
    public async Task A_prefix_that_breaks_keys_is_refused()
    {
        await using var server = RedisServer.NotStarted();

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => RedisLogUnderTest.OpenAsync(server, keyPrefix: "a{b}"));

        refused.Message.ShouldContain("Redis:KeyPrefix");
    }
}
