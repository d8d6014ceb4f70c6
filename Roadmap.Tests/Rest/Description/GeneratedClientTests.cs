using NJsonSchema.CodeGeneration.CSharp;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest.Description;

/// <summary>A client that NSwag made from the description works with the server.</summary>
public sealed class GeneratedClientTests(DescribedServer described) : IClassFixture<DescribedServer>
{
    /// <summary>Says what came of each call. It does not set what it need not: what a generator puts there must do no harm.</summary>
    private const string Use = """
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        public static class Use
        {
            public static async Task<List<string>> RunAsync(HttpClient http, string task)
            {
                var client = new RoadmapClient(http);
                var lines = new List<string>();

                var made = await client.CreateTaskAsync(new CreateTaskBody { Task_id = task, Kind = "import" });
                lines.Add($"made {made.Status} {made.Percentage} {made.Seq}");

                var report = new EventReport
                {
                    new ReportedProgressEvent { Step = "reading", Status = "processing", Percentage = 40, Event_id = "row-1" },
                    new ReportedConceptStartEvent
                    {
                        Concept_id = "c-1", Concept_name = "Ownership", Content_type = ContentType.Quiz,
                        Progress = new ConceptProgress { Current = 1, Total = 2, Percentage = 50 },
                    },
                    new ReportedFailedEvent { Error = "no answer" },
                };
                var reply = await client.ReportTaskEventsAsync(task, report);
                lines.Add($"reported {reply.Accepted} {reply.Duplicates} {reply.Cancel_requested}");

                var page = await client.GetTaskEventsAsync(task, null, null, null, null, null);
                foreach (var stored in page.Events)
                {
                    lines.Add(stored switch
                    {
                        ProgressEvent e => $"{e.Seq} progress {e.Step} {e.Percentage}",
                        ConceptStartEvent e => $"{e.Seq} concept {e.Content_type} {e.Progress.Total}",
                        FailedEvent e => $"{e.Seq} failed {e.Error}",
                        _ => $"{stored.Seq} {stored.GetType().Name}",
                    });
                }

                var list = await client.ListTasksAsync(TaskRunStatus.Failed, "import", null, 10, null, null);
                lines.Add($"listed {list.Tasks.Count(one => one.Task_id == task)}");

                var asked = await client.GenerateRoadmapAsync(new GenerateRoadmapBody
                {
                    Preferences = new LearnerPreferences
                    {
                        Learning_goal = "Rust", Current_level = LearnerLevel.Intermediate, Available_hours_per_week = 5,
                        Content_preference = new[] { "text" },
                    },
                });
                lines.Add($"asked {asked.Status}");

                try
                {
                    await client.ReportTaskEventsAsync(task, new EventReport { new ReportedCompletedEvent() });
                }
                catch (ApiException<Problem> refused)
                {
                    lines.Add($"refused {refused.StatusCode} {refused.Result.Code}");
                }

                return lines;
            }
        }
        """;

    [Theory]
    [InlineData(CSharpJsonLibrary.SystemTextJson)]
    [InlineData(CSharpJsonLibrary.NewtonsoftJson)]
    public async Task It_makes_a_task_reports_reads_and_is_refused(CSharpJsonLibrary json)
    {
        var task = Some.TaskId();
        var use = GeneratedClient.Compile(await GeneratedClient.GenerateAsync(described.Text, json), Use);

        var lines = await ((Task<List<string>>)use.GetMethod("RunAsync")!.Invoke(null, [described.Server.Http, task])!).InTime();

        lines.ShouldBe(
        [
            "made Pending 0 0", "reported 3 0 False", "1 progress reading 40", "2 concept Quiz 2", "3 failed no answer",
            "listed 1", "asked Pending", "refused 409 conflict",
        ]);
    }
}
