using System.Collections.Concurrent;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Roadmap.Tests.Support.ToldTestFramework", "Roadmap.Tests")]

namespace Roadmap.Tests.Support;

/// <summary>
/// xunit's own, with two things more: every test has a limit, and a file tells at every moment which tests run, so that a run that is killed has said
/// what it was at. <c>test.sh</c> names the file, and reads it.
/// </summary>
public sealed class ToldTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    /// <summary>Longer than a test's own waits, which say more when they fail.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assemblyName, sources, diagnostics)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases.Select(Limit), TestRunLog.Of(executionMessageSink), executionOptions);

        /// <summary>Only a test that is awaited can be given up.</summary>
        private static IXunitTestCase Limit(IXunitTestCase testCase)
        {
            if (testCase.Timeout == 0 && typeof(Task).IsAssignableFrom(testCase.TestMethod.Method.ToRuntimeMethod().ReturnType))
                typeof(XunitTestCase).GetProperty(nameof(XunitTestCase.Timeout))!.SetValue(testCase, (int)s_limit.TotalMilliseconds);
            return testCase;
        }
    }
}

/// <summary>Writes a line for every test that begins and that ends. What runs for long is written with how the servers of this process stand.</summary>
internal sealed class TestRunLog : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private const string FileVariable = "ROADMAP_TEST_LOG";

    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(3);

    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<string, long> _running = new(StringComparer.Ordinal);
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
                Write("started", starting.TestClass.Class.Name);
                break;
            case ITestClassFinished finished:
                Write("finished", finished.TestClass.Class.Name);
                break;
            case ITestStarting starting:
                _running[starting.Test.DisplayName] = TimeProvider.System.GetTimestamp();
                Write("started", starting.Test.DisplayName);
                break;
            case ITestPassed passed:
                Write("passed", passed.Test.DisplayName);
                break;
            case ITestFailed failed:
                Write("failed", failed.Test.DisplayName);
                break;
            case ITestFinished finished:
                _running.TryRemove(finished.Test.DisplayName, out _);
                Write("finished", finished.Test.DisplayName);
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

    private void Watch()
    {
        foreach (var (test, since) in _running)
        {
            // Once each.
            if (TimeProvider.System.GetElapsedTime(since) > s_long && _running.TryUpdate(test, long.MaxValue, since))
                Write("hangs", $"{test}\n{RunningServers.Describe()}");
        }
    }

    private void Write(string what, string test)
    {
        lock (_writing)
            _file.WriteLine($"{what} {test}");
    }
}
