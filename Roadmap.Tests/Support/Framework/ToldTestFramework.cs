using System.Collections.Concurrent;
using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestFramework(typeof(Roadmap.Tests.Support.ToldTestFramework))]

namespace Roadmap.Tests.Support;

/// <summary>
/// xunit's own, with two things more: every test has a limit, and a file tells at every moment which tests run, so that a run that is
/// killed has said what it was at. <c>test.sh</c> names the file, and reads it.
/// </summary>
public sealed class ToldTestFramework : XunitTestFramework
{
    /// <summary>Longer than a test's own waits, which say more when they fail.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly string? _configuration;

    public ToldTestFramework(string? configuration)
        : base(configuration) => _configuration = configuration;

    protected override ITestFrameworkExecutor CreateExecutor(Assembly assembly) =>
        new Executor(new XunitTestAssembly(assembly, configFilePath: _configuration));

    private sealed class Executor(IXunitTestAssembly assembly) : XunitTestFrameworkExecutor(assembly)
    {
        public override async ValueTask RunTestCases(
            IReadOnlyCollection<IXunitTestCase> testCases,
            IMessageSink executionMessageSink,
            ITestFrameworkExecutionOptions executionOptions,
            CancellationToken cancellationToken) =>
            await base.RunTestCases([.. testCases.Select(Limit)], TestRunLog.Of(executionMessageSink), executionOptions, cancellationToken);

        /// <summary>Only a test that is awaited can be given up.</summary>
        private static IXunitTestCase Limit(IXunitTestCase testCase)
        {
            if (testCase.Timeout == 0 && typeof(Task).IsAssignableFrom(testCase.TestMethod.Method.ReturnType))
                typeof(XunitTestCase).GetProperty(nameof(XunitTestCase.Timeout))!.SetValue(testCase, (int)s_limit.TotalMilliseconds);
            return testCase;
        }
    }
}

/// <summary>
/// Writes a line for every test that begins and that ends. What runs for long is written with how the servers of this process stand.
/// </summary>
internal sealed class TestRunLog : IMessageSink, IDisposable
{
    private const string FileVariable = "ROADMAP_TEST_LOG";

    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(3);

    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<string, long> _running = new(StringComparer.Ordinal);
    // Only the message of the beginning has the name, all others the id.
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly IMessageSink _next;
    private readonly StreamWriter _file;
    private readonly Timer _watch;

    private TestRunLog(IMessageSink next, string file)
    {
        _next = next;
        _file = new StreamWriter(file) { AutoFlush = true };
        _watch = new Timer(_ => Watch(), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
    }

    public static IMessageSink Of(IMessageSink next) =>
        Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file ? new TestRunLog(next, file) : next;

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            // Its fixtures are made before its first test begins.
            case ITestClassStarting starting:
                _names[starting.TestClassUniqueID!] = starting.TestClassName;
                Write("started", starting.TestClassName);
                break;
            case ITestClassFinished finished:
                Write("finished", NameOf(finished.TestClassUniqueID!));
                break;
            case ITestStarting starting:
                _names[starting.TestUniqueID] = starting.TestDisplayName;
                _running[starting.TestUniqueID] = TimeProvider.System.GetTimestamp();
                Write("started", starting.TestDisplayName);
                break;
            case ITestPassed passed:
                Write("passed", NameOf(passed.TestUniqueID));
                break;
            case ITestFailed failed:
                Write("failed", NameOf(failed.TestUniqueID));
                break;
            case ITestFinished finished:
                _running.TryRemove(finished.TestUniqueID, out _);
                Write("finished", NameOf(finished.TestUniqueID));
                break;
            case ITestAssemblyFinished:
                Dispose();
                break;
        }

        return _next.OnMessage(message);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _file.Dispose();
    }

    private string NameOf(string id) => _names.GetValueOrDefault(id, id);

    private void Watch()
    {
        foreach (var (test, since) in _running)
        {
            // Once each.
            if (TimeProvider.System.GetElapsedTime(since) > s_long && _running.TryUpdate(test, long.MaxValue, since))
                Write("hangs", $"{NameOf(test)}\n{RunningServers.Describe()}");
        }
    }

    private void Write(string what, string test)
    {
        lock (_writing)
            _file.WriteLine($"{what} {test}");
    }
}
