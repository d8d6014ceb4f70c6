using System.Net.Http.Json;
using System.Text;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Support;

/// <summary>Somebody's worker, which makes tasks and reports their events over REST.</summary>
internal sealed class OutsideWorker(HttpClient http)
{
    /// <summary>Makes a task and returns its id.</summary>
    public async Task<string> StartTaskAsync(string? taskId = null, string? owner = null, string kind = "import")
    {
        var id = taskId ?? Some.TaskId();
        using var made = await http.PostAsJsonAsync(
            Routes.Tasks, new CreateTaskBody { TaskId = id, Kind = kind, Owner = owner }, ContractsJson.TypeInfo<CreateTaskBody>());
        made.EnsureSuccessStatusCode();
        return id;
    }

    /// <summary>Reports so many progress events, whose messages are numbered on from <paramref name="first"/>.</summary>
    public Task ReportProgressAsync(string taskId, int first, int count = 1) =>
        ReportAsync(taskId,
            $"[{string.Join(',', Enumerable.Range(first, count).Select(n => $$"""{"type":"progress","step":"work","status":"processing","message":"{{n}}"}"""))}]");

    /// <summary>Reports one progress event with an event id of its own, so that it may be repeated.</summary>
    public Task ReportOnceAsync(string taskId, int number) =>
        ReportAsync(taskId, $$"""{"event_id":"{{number}}","type":"progress","step":"work","status":"processing","message":"{{number}}"}""");

    public async Task<ReportReply> ReportAsync(string taskId, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(Routes.For(Routes.TaskEvents, taskId), UriKind.Relative), body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(ContractsJson.TypeInfo<ReportReply>()))!;
    }
}
