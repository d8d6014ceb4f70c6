using Roadmap.Tests.Access;
using Roadmap.Tests.Delivery;
using Roadmap.Tests.Deploy;
using Roadmap.Tests.EventLog.Redis;
using Roadmap.Tests.EventLog.Sqlite;
using Roadmap.Tests.Feeds;
using Roadmap.Tests.Generation.Recovery;
using Roadmap.Tests.Hosting;
using Roadmap.Tests.Hub;
using Roadmap.Tests.Terminal;
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
    private static readonly Type[] s_longest =
    [
        typeof(InstanceFaultProofs), typeof(RedisFaultProofs), typeof(BrowserTests), typeof(GenerationProofs), typeof(RedisStartTests),
        typeof(RedisSentinelStartTests), typeof(RedisSentinelTests), typeof(OneInstanceProofs), typeof(AuthorityTests),
        typeof(SignalledServerTests), typeof(RecoverGenerationTests), typeof(TaskFeedProperties), typeof(RestlessWatchersTests),
        typeof(RunTests), typeof(CommandTests), typeof(RedisTaskEventLogTests), typeof(RollingDeployTests), typeof(SqliteCrashTests),
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
