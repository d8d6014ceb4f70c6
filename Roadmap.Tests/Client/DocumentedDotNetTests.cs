using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>The starts for .NET in <c>docs/clients.md</c>, compiled without a warning and run as they stand there.</summary>
public sealed class DocumentedDotNetTests
{
    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Roadmap.Tests", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    [Fact]
    public async Task What_a_window_binds_to_follows_a_task_on_the_windows_thread()
    {
        await using var server = await HubServer.StartAsync();
        await using var client = new RoadmapClient(server.Http.BaseAddress!);
        var taskId = await server.StartTaskAsync();
        var type = Compile("dotnet-desktop", OutputKind.DynamicallyLinkedLibrary).GetType("TaskView")!;
        ConcurrentQueue<(int Thread, object? Value)> shown = [];
        using var window = new Window();
        var following = await window.CallAsync(() =>
        {
            var view = (INotifyPropertyChanged)Activator.CreateInstance(type, client)!;
            view.PropertyChanged += (_, change) =>
                shown.Enqueue((Environment.CurrentManagedThreadId, type.GetProperty(change.PropertyName!)!.GetValue(view)));
            return (Task)type.GetMethod("FollowAsync")!.Invoke(view, [taskId, CancellationToken.None])!;
        });
        await Wait.Eventually("the task is shown", () => !shown.IsEmpty);

        await server.ReportAsync(
            taskId, """[{"type":"progress","step":"load","status":"processing","percentage":40},{"type":"completed"}]""");
        await following.InTime();

        shown.ShouldAllBe(one => one.Thread == window.ThreadId);
        shown.Select(one => one.Value).OfType<double>().Distinct().ShouldBe([0, 40, 100]);
        shown.Select(one => one.Value).OfType<string>().ShouldContain("load");
        shown.Last().Value.ShouldBe("Completed");
    }

    [Fact]
    public async Task What_a_window_binds_to_says_why_there_is_nothing_to_follow()
    {
        await using var server = await HubServer.StartAsync();
        await using var client = new RoadmapClient(server.Http.BaseAddress!);
        var type = Compile("dotnet-desktop", OutputKind.DynamicallyLinkedLibrary).GetType("TaskView")!;
        var view = Activator.CreateInstance(type, client)!;

        await ((Task)type.GetMethod("FollowAsync")!.Invoke(view, ["nobody-made-it", CancellationToken.None])!).InTime();

        ((string)type.GetProperty("Text")!.GetValue(view)!).ShouldContain("nobody-made-it");
    }

    [Fact]
    public async Task The_log_of_a_window_has_every_event_and_every_state()
    {
        await using var server = await HubServer.StartAsync();
        await using var client = new RoadmapClient(server.Http.BaseAddress!);
        var taskId = await server.StartTaskAsync();
        await server.ReportProgressAsync(taskId, 1, 3);
        await server.ReportAsync(taskId, """{"type":"completed"}""");
        var type = Compile("dotnet-monitor", OutputKind.DynamicallyLinkedLibrary).GetType("TaskLog")!;
        using var window = new Window();

        await using var log = (IAsyncDisposable)await window.CallAsync(() => Activator.CreateInstance(type, client, taskId)!);

        var lines = (ObservableCollection<string>)type.GetProperty("Lines")!.GetValue(log)!;
        await Wait.Eventually("it has ended", () => window.CallAsync(() => lines.Contains("Ended")));
        var told = await window.CallAsync(() => lines.ToList());
        told.Where(line => !Enum.TryParse<TaskWatchPhase>(line, out _) || int.TryParse(line, out _)).ShouldBe(["1", "2", "3", "completed"]);
        told.ShouldContain("CatchingUp");
    }

    [Fact]
    public async Task The_worker_works_on_its_task_to_the_end()
    {
        await using var server = await HubServer.StartAsync();
        var program = Compile("dotnet-worker", OutputKind.ConsoleApplication).EntryPoint!;
        string[] arguments = [$"--Roadmap:Server={server.Http.BaseAddress}", "--Logging:LogLevel:Default=None"];

        await Task.Run(() => program.Invoke(null, [arguments])).InTime();

        await using var client = new RoadmapClient(server.Http.BaseAddress!);
        var task = (await client.ListTasksAsync()).Tasks.ShouldHaveSingleItem();
        task.Status.ShouldBe(TaskRunStatus.Completed);
        task.Title.ShouldBe("Nightly import");
        task.Seq.ShouldBe(11);
    }

    [Fact]
    public async Task A_client_with_tokens_sends_them()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);
        var connect = Compile("dotnet-token", OutputKind.DynamicallyLinkedLibrary).GetType("SignedIn")!.GetMethod("Connect")!;
        var token = new Func<CancellationToken, ValueTask<string?>>(_ => ValueTask.FromResult<string?>(SomeTokens.Of("ada", "worker")));

        await using var client = (RoadmapClient)connect.Invoke(null, [server.Http.BaseAddress, token])!;

        (await client.CreateTaskAsync(new CreateTaskBody { Kind = "import" }).InTime()).Kind.ShouldBe("import");
    }

    private static Assembly Compile(string block, OutputKind kind)
    {
        const string ImplicitUsings = """
            global using System;
            global using System.Collections.Generic;
            global using System.IO;
            global using System.Linq;
            global using System.Net.Http;
            global using System.Threading;
            global using System.Threading.Tasks;
            """;
        var options = new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable);
        var sources = new[] { ImplicitUsings, ClientsPage.Block(block) }.Select(source => CSharpSyntaxTree.ParseText(source));
        var compilation = CSharpCompilation.Create($"{block}-{Guid.NewGuid():N}", sources, s_references, options);
        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(assembly);
        emitted.Diagnostics.Where(problem => problem.Severity >= DiagnosticSeverity.Warning)
            .Select(problem => problem.ToString()).ShouldBeEmpty();
        return Assembly.Load(assembly.ToArray());
    }
}
