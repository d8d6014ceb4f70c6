using Roadmap.Tests.Access;
using Roadmap.Tests.Delivery;
using Roadmap.Tests.Deploy;
using Roadmap.Tests.EventLog.Redis;
using Roadmap.Tests.Fuzzing;
using Roadmap.Tests.Generation.Outline.Guides;
using Roadmap.Tests.Hosting;
using Roadmap.Tests.Hub;
using Roadmap.Tests.Hub.JavaScript;
using Roadmap.Tests.HubProtocols;
using Roadmap.Tests.Terminal;
using Roadmap.Tests.Tracing;
using Roadmap.Tests.Web;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Roadmap.Tests.Support.LongestFirst))]

namespace Roadmap.Tests.Support;

/// <summary>
/// The classes that take longest begin first, so that at the end nobody waits for one of them. They do most of their waiting for other
/// processes, beside which the many short ones run.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>
    /// Those that work and those that wait take turns here: side by side they neither crowd the processors nor leave them idle.
    /// </summary>
    private static readonly Type[] s_longest =
    [
        typeof(InstanceFaultProofs), typeof(CommandTests), typeof(BrowserTests), typeof(SignalledServerTests), typeof(RedisStartTests),
        typeof(RedisFaultProofs), typeof(PipedWatchTests), typeof(RedisSentinelStartTests), typeof(FuzzTests), typeof(GenerateScreenTests),
        typeof(GenerationProofs), typeof(RunTests), typeof(RedisSentinelTests), typeof(AccessibilityTests), typeof(JavaScriptClientTests),
        typeof(OneInstanceProofs), typeof(HandmadeFramesTests), typeof(ScreenTests), typeof(SignInTests), typeof(AuthorityTests),
        typeof(KeyboardTests), typeof(ReviewTests), typeof(PageLanguageTests), typeof(WatchLinkPageTests), typeof(RollingDeployTests),
        typeof(TracesWithSqliteTests), typeof(RestlessWatchersTests), typeof(RedisTaskEventLogTests), typeof(GuideCodeTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => PlaceOf(collection))];

    private static int PlaceOf(ITestCollection collection)
    {
        var place = Array.FindIndex(
            s_longest, type => collection.TestCollectionDisplayName.EndsWith($" {type.FullName}", StringComparison.Ordinal));
        return place < 0 ? s_longest.Length : place;
    }
}
