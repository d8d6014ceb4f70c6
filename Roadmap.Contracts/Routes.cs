namespace Roadmap.Contracts;

/// <summary>Every path of the server. Templates name their parameters as ASP.NET Core does.</summary>
public static class Routes
{
    public const string Base = "/api/v1";

    /// <summary>The SignalR hub.</summary>
    public const string Hub = Base + "/ws";

    /// <summary>One task over a raw WebSocket.</summary>
    public const string RawSocket = Hub + "/{task_id}";

    /// <summary>
    /// Where the classic mistake leads: <see cref="RawSocket"/> without its base. What connects here is told the right path.
    /// </summary>
    public const string MisplacedRawSocket = "/ws/{task_id}";

    public const string GenerateRoadmap = Base + "/roadmaps/generate";
    public const string Roadmap = Base + "/roadmaps/{roadmap_id}";
    public const string RoadmapCalendar = Base + "/roadmaps/{roadmap_id}/calendar.ics";
    public const string RoadmapActiveTask = Base + "/roadmaps/{roadmap_id}/active-task";
    public const string RoadmapStatus = Base + "/roadmaps/{task_id}/status";
    public const string ApproveRoadmap = Base + "/roadmaps/{task_id}/approve";
    public const string PreviewReview = Base + "/roadmaps/tasks/{task_id}/review/preview";
    public const string RetryRoadmap = Base + "/roadmaps/{task_id}/retry";
    public const string CancelTask = Base + "/roadmaps/tasks/{task_id}/cancel";

    public const string Tasks = Base + "/tasks";
    public const string Task = Base + "/tasks/{task_id}";
    public const string TaskEvents = Base + "/tasks/{task_id}/events";

    /// <summary>Links to one task, for those who have no account.</summary>
    public const string WatchLinks = Base + "/tasks/{task_id}/watch-links";

    public const string WatchLink = Base + "/tasks/{task_id}/watch-links/{link_id}";

    /// <summary>Where operators take tokens back.</summary>
    public const string Revocations = Base + "/revocations";

    /// <summary>How people sign in, for the page.</summary>
    public const string SignIn = "/sign-in.json";

    public const string Health = "/health";
    public const string HealthLive = "/health/live";
    public const string HealthReady = "/health/ready";
    public const string Metrics = "/metrics";
    public const string OpenApi = "/openapi/v1.json";

    /// <summary>The same as a page, in Development.</summary>
    public const string Docs = "/docs";

    /// <summary>Fills the first parameter of a template: <c>For(Task, "a b")</c> is <c>/api/v1/tasks/a%20b</c>.</summary>
    public static string For(string template, string id)
    {
        var open = template.IndexOf('{', StringComparison.Ordinal);
        var close = template.IndexOf('}', StringComparison.Ordinal);
        return string.Concat(template.AsSpan(0, open), Uri.EscapeDataString(id), template.AsSpan(close + 1));
    }
}

/// <summary>Paths of an earlier system that are others here, or none. Served on demand only: <c>Legacy:Compatibility</c>.</summary>
public static class LegacyRoutes
{
    public const string RetryTask = Routes.Base + "/tasks/{task_id}/retry";
    public const string RetryFailed = Routes.Base + "/roadmaps/{roadmap_id}/retry-failed";
    public const string UserTasks = Routes.Base + "/users/{user_id}/tasks";
    public const string TraceLogs = Routes.Base + "/trace/{task_id}/logs";
}
