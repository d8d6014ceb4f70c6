using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Chat;

/// <summary>The whole program beside an endpoint of a scripted model, and what a learner does with it.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly EveryLine _said = new();

    private ChatServer(ModelServer model) => Model = model;

    public ModelServer Model { get; }

    public HubServer Program { get; private set; } = null!;

    /// <summary>All that the program has logged, at every level.</summary>
    public IReadOnlyCollection<string> Said => _said.Lines;

    public static async Task<ChatServer> StartAsync(params string[] settings)
    {
        var server = new ChatServer(await ModelServer.StartAsync());
        server.Program = await HubServer.StartAsync(
            [.. server.Model.Settings, .. settings],
            services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(server._said)));
        return server;
    }

    public async Task<string> GenerateAsync(bool review = false, string goal = "Bake bread", string? deadline = null)
    {
        using var answer = await Program.Http.PostAsJsonAsync(new Uri(Routes.GenerateRoadmap, UriKind.Relative), new
        {
            require_review = review,
            preferences = new
            {
                learning_goal = goal,
                current_level = "beginner",
                available_hours_per_week = 5,
                target_deadline = deadline,
            },
        });
        var reply = await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync());
        answer.IsSuccessStatusCode.ShouldBeTrue($"{reply}");
        return reply!["task_id"]!.ToString();
    }

    public async Task PostAsync(string route, string taskId, object? body = null)
    {
        using var answer = await Program.Http.PostAsJsonAsync(new Uri(Routes.For(route, taskId), UriKind.Relative), body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The task's snapshot, once it is so.</summary>
    public async Task<TaskSnapshot> UntilAsync(string taskId, string what, Func<TaskSnapshot, bool> condition)
    {
        TaskSnapshot? snapshot = null;
        await Wait.Eventually(what, async () => condition(snapshot = await GetAsync<TaskSnapshot>(Routes.For(Routes.Task, taskId))),
            () => $"{snapshot}\n{string.Join('\n', Program.Logged.Lines)}");
        return snapshot!;
    }

    public Task<TaskSnapshot> UntilEndedAsync(string taskId) => UntilAsync(
        taskId, "the task ends", task => task.Status is TaskRunStatus.Completed or TaskRunStatus.Failed or TaskRunStatus.Cancelled);

    public Task<TaskSnapshot> UntilReviewAsync(string taskId, int edits = 0) => UntilAsync(
        taskId, $"the plan waits for its review after {edits} edits",
        task => task.Status == TaskRunStatus.HumanReviewPending && task.SubStatus == ReviewSubStatus.Waiting
            && Model.CallsFor("edited_plan").Count() >= edits);

    public async Task<RoadmapDocument> RoadmapAsync(TaskSnapshot task) =>
        await GetAsync<RoadmapDocument>(Routes.For(Routes.Roadmap, task.RoadmapId.ShouldNotBeNull()));

    public async Task<IReadOnlyList<TaskEvent>> EventsAsync(string taskId) =>
        (await GetAsync<EventPage>($"{Routes.For(Routes.TaskEvents, taskId)}?limit=1000")).Events;

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        await Model.DisposeAsync();
    }

    private async Task<T> GetAsync<T>(string path)
        where T : class
    {
        using var answer = await Program.Http.GetAsync(new Uri(path, UriKind.Relative));
        return await answer.ReadAsync<T>();
    }

    private sealed class EveryLine : ILoggerProvider, ILogger
    {
        private readonly Lock _changing = new();
        private readonly List<string> _lines = [];

        public IReadOnlyCollection<string> Lines
        {
            get
            {
                lock (_changing)
                    return [.. _lines];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_changing)
                _lines.Add($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
