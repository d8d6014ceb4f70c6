using System.Text.RegularExpressions;
using Roadmap.Tests.Support;

namespace Roadmap.Tests;

/// <summary>
/// Nothing in a test waits without a limit: what may never come is waited for with <see cref="Wait"/>, and other programs are started as
/// <see cref="ChildProcess"/>. Here are the kinds of wait that have hung, or could.
/// </summary>
public sealed partial class BoundedWaitTests
{
    /// <summary>They are what the others go through, or get their limit from whoever calls.</summary>
    private static readonly string[] s_exempt = ["Wait.cs", "ChildProcess.cs", "TcpHubClient.cs", "BoundedWaitTests.cs"];

    [Fact]
    public void Every_wait_of_a_test_has_a_limit()
    {
        var unbounded = TestSources.All()
            .Where(source => !s_exempt.Contains(Path.GetFileName(source)))
            .SelectMany(source => Find(File.ReadAllText(source)).Select(found => $"{Path.GetFileName(source)}:{found.Line} {found.Code}"));

        unbounded.ShouldBeEmpty("end it with .InTime(), or start it as a ChildProcess");
    }

    [Theory]
    [InlineData("await publishing;")]
    [InlineData("var last = await reporting;")]
    [InlineData("await _finished.Task;")]
    [InlineData("await connection.StartAsync();")]
    [InlineData("await watcher.Connection.InvokeAsync<SubscribeReply>(\n    HubMethods.Subscribe, new SubscribeRequest());")]
    [InlineData("await _app.StopAsync();")]
    [InlineData("await socket.ConnectAsync(url, CancellationToken.None);")]
    [InlineData("process.WaitForExit();")]
    [InlineData("using var curl = Process.Start(\"curl\");")]
    [InlineData("await page.EvaluateAsync(\"ids\");")]
    [InlineData("using var http = new HttpClient { BaseAddress = address };")]
    public void Such_a_wait_is_found(string code) => Find(code).ShouldNotBeEmpty();

    [Theory]
    [InlineData("await publishing.InTime();")]
    [InlineData("// await publishing;")]
    [InlineData("await server.StartTaskAsync();")]
    [InlineData("await watcher.Connection.InvokeAsync(\n    HubMethods.Ping).InTime();")]
    [InlineData("await _app.StartAsync().InTime();")]
    [InlineData("using var http = new HttpClient { BaseAddress = address, Timeout = Wait.Patience };")]
    public void Such_a_wait_is_well(string code) => Find(code).ShouldBeEmpty();

    private static IEnumerable<(int Line, string Code)> Find(string source) => Unbounded().Matches(source)
        .Where(found => !found.Value.Contains(".InTime(", StringComparison.Ordinal)
            && !found.Value.Contains("Timeout =", StringComparison.Ordinal))
        .Where(found => !IsComment(source, found.Index))
        .Select(found => (source.AsSpan(0, found.Index).Count('\n') + 1, found.Value));

    private static bool IsComment(string source, int index) =>
        source[(source.LastIndexOf('\n', index) + 1)..index].TrimStart().StartsWith("//", StringComparison.Ordinal);

    /// <summary>Each up to the end of its statement.</summary>
    [GeneratedRegex("""
        \bawait\ \w+;
        | \bawait\ \w+(\.\w+)*\.Task;
        | (\bawait|=>)\s[^;=]*\b\w*(app|host|proxy|[cC]onnection)\)?\.(Start|Stop|Dispose)Async\([^;]*;
        | \bConnection\.(Invoke|Send|Stream)\w*Async\b[^;]*;
        | \.(Connect|Send|Receive|CloseOutput|Close)Async\([^;]*\bCancellationToken\.None\)[^;]*;
        | \bWaitForExit\w*\([^;]*;
        | \bProcess\.Start\([^;]*;
        | \.(EvaluateAsync|NewPageAsync|NewContextAsync)\b[^;]*;
        | \bnew\ HttpClient\b[^;]*;
        | \bHttpClient\ \w+\s*(\{\ get;\ \}\ )?=\ new\([^;]*;
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Unbounded();
}
