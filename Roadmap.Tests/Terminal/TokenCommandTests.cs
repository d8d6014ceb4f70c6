using Roadmap.Tests.Support;

namespace Roadmap.Tests.Terminal;

/// <summary>The terminal tool asks a command for its token. The tokens are real, and so is the time in which they end.</summary>
public sealed class TokenCommandTests : IAsyncLifetime
{
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(5);

    private readonly TempFolder _folder = new();
    private HubServer _server = null!;
    private CuttingProxy _proxy = null!;
    private string _task = null!;

    /// <summary>Gives what stands in a file, and notes that it was asked.</summary>
    private string Command => $"echo asked >> '{_folder.File("asked")}'; cat '{_folder.File("token")}'";

    private int Asked => File.Exists(_folder.File("asked")) ? File.ReadAllLines(_folder.File("asked")).Length : 0;

    public async ValueTask InitializeAsync()
    {
        _server = await HubServer.StartAsync(SomeTokens.Settings);
        _proxy = new CuttingProxy(_server.Http.BaseAddress!);
        _server.Http.DefaultRequestHeaders.Authorization = new("Bearer", SomeTokens.Of("worker-1", "worker", "operator"));
        _task = await _server.StartTaskAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync().InTime();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_watch_outlives_its_token_over_the_same_connection()
    {
        var end = TimeProvider.System.GetUtcNow() + s_life;
        await GiveAsync(SomeTokens.Of("ada", end, "operator"));
        await using var watch = Tool.Start(_proxy.Address, "watch", _task, "--json", "--token-command", Command);
        (await watch.NextLineAsync()).ShouldContain("current_status");
        var asked = Asked;
        await GiveAsync(SomeTokens.Of("ada", "operator"));

        await Wait.Eventually("the next token is asked for", () => Asked > asked, watch.Said);
        await Wait.Eventually("the first one has ended", () => TimeProvider.System.GetUtcNow() > end);
        await _server.ReportProgressAsync(_task, 1, 1);
        (await watch.NextLineAsync()).ShouldContain("\"seq\":1,");
        await _server.ReportAsync(_task, """{"type":"completed"}""");

        (await watch.EndedAsync()).ShouldBe(0, watch.Said());
        _proxy.WebSockets.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_lasts_is_asked_for_once()
    {
        await GiveAsync(SomeTokens.Of("ada", "operator"));

        var run = await Tool.RunAsync(_proxy.Address, "list", "--search", _task, "--token-command", Command);
        run.Lines.ShouldHaveSingleItem(run.Said).ShouldStartWith(_task);
        Asked.ShouldBe(1);
        var watched = Tool.RunAsync(_proxy.Address, "watch", _task, "--token-command", Command);
        await _server.ReportAsync(_task, """{"type":"completed"}""");
        (await watched.InTime()).ExitCode.ShouldBe(0);
        Asked.ShouldBe(2);
    }

    [Theory]
    [InlineData("exit 7", "The token command ended with 7.")]
    [InlineData("true", "The token command wrote no token.")]
    [InlineData("echo two words", "The token command wrote no token.")]
    public async Task A_command_that_gives_no_token_is_said_to(string command, string said)
    {
        var run = await Tool.RunAsync(_proxy.Address, "list", "--token-command", command);

        run.ExitCode.ShouldBe(1, run.Said);
        run.Said.ShouldStartWith($"roadmap: {said}");
    }

    /// <summary>As a whole: it may be read at any time.</summary>
    private async Task GiveAsync(string token)
    {
        await File.WriteAllTextAsync(_folder.File("next"), $"{token}\n").InTime();
        File.Move(_folder.File("next"), _folder.File("token"), overwrite: true);
    }
}
