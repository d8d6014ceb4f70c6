using System.Net;
using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Api.Roadmaps;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Roadmaps;

public sealed class CalendarTests(RunningRestServer running) : IClassFixture<RunningRestServer>
{
    private static readonly DateOnly s_monday = new(2026, 2, 2);
    private static readonly DateTimeOffset s_now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(8, new[] { 4.0, 4.0, 8.0 }, "02-02..02-05 02-05..02-08 02-09..02-15")]
    [InlineData(10, new[] { 1.0, 25.0, 0.5 }, "02-02..02-02 02-02..02-20 02-20..02-20")]
    [InlineData(3, new[] { 0.1, 0.2, 2.7, 3.0 }, "02-02..02-02 02-02..02-02 02-02..02-08 02-09..02-15")]
    public void A_concept_has_its_part_of_the_weeks(double hoursPerWeek, double[] hours, string days)
    {
        var events = Read(Plan(hoursPerWeek, hours), s_monday);

        string.Join(' ', events.Select(e => $"{e.DtStart!.Value:MM-dd}..{e.DtEnd!.Value.AddDays(-1):MM-dd}")).ShouldBe(days);
        events.ShouldAllBe(e => e.IsAllDay && e.Transparency == TransparencyType.Transparent);
    }

    [Fact]
    public void Another_plan_from_another_day_moves_the_events_of_the_first()
    {
        var first = Read(Plan(8, [4, 4]), s_monday);
        var later = Read(Plan(4, [4, 4]), s_monday.AddDays(7), revision: 9);

        later.Select(e => e.Uid).ShouldBe(first.Select(e => e.Uid));
        first.Select(e => e.Uid).ShouldBeUnique();
        later.ShouldAllBe(e => e.Sequence == 9 && e.DtStart!.Value > s_monday.ToDateTime(TimeOnly.MinValue));
    }

    [Fact]
    public void Texts_of_any_language_and_length_come_back_as_they_were_and_lines_are_folded_between_characters()
    {
        const string name = "所有权; 借用, 生命周期\\ 🦀";
        var much = string.Concat(Enumerable.Repeat("学习 Rust，第一步；", 40));
        var plan = WithConcepts(
            Plan(8, [4]), concept => concept with { Name = name, Description = $"{much}\nBEGIN:VEVENT\r\nEND:VCALENDAR" });

        var text = Write(plan, s_monday);

        text.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        text.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\n');
        var read = Calendar.Load(text)!.Events.ShouldHaveSingleItem();
        read.Summary.ShouldBe($"{name} (4 h)");
        read.Description.ShouldStartWith($"{much}\nBEGIN:VEVENT");
        read.Url.ShouldBe(new Uri("https://roadmap.example/?task=t-1#concept-c0"));
        read.Categories.ShouldBe(["First", "Module"]);
    }

    [Fact]
    public async Task It_is_a_file_from_the_next_Monday_or_the_day_that_was_asked_for()
    {
        var server = running.Server;
        await MakeAsync(server, Some.Plan("road-1", "t-1", "c0") with { Title = "学习 Rust/C++" });
        var path = Routes.For(Routes.RoadmapCalendar, "road-1");

        using var answer = await server.GetAsync($"{path}?start=2026-05-04");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        var disposition = answer.Content.Headers.ContentDisposition!;
        (disposition.DispositionType, disposition.FileNameStar).ShouldBe(("attachment", "学习-Rust-C.ics"));
        (await EventsAsync(answer))[0].DtStart!.Value.ShouldBe(new DateTime(2026, 5, 4));
        using var unasked = await server.GetAsync(path);
        var monday = (await EventsAsync(unasked))[0].DtStart!.Value;
        var today = server.Time.GetUtcNow().UtcDateTime.Date;
        monday.DayOfWeek.ShouldBe(DayOfWeek.Monday);
        (monday - today).TotalDays.ShouldBeInRange(1, 7);
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2026-02-30")]
    [InlineData("9999-12-31")]
    [InlineData("1999-12-31")]
    public async Task A_start_that_is_no_day_is_refused(string start)
    {
        var problem = await (await running.Server.GetAsync($"{Routes.For(Routes.RoadmapCalendar, "none")}?start={start}"))
            .RefusedAsync(ErrorCodes.InvalidRequest);

        problem.Lines().ShouldBe(["start must be a day from 2000-01-01 to 2199-12-31"]);
    }

    [Fact]
    public async Task A_roadmap_that_is_not_there_has_none() =>
        await (await running.Server.GetAsync(Routes.For(Routes.RoadmapCalendar, "none"))).RefusedAsync(ErrorCodes.RoadmapNotFound);

    /// <summary>What the workflow would write until it waits for a person.</summary>
    private static async Task MakeAsync(RestServer server, RoadmapDocument plan)
    {
        var asked = await server.PostAsync(Routes.GenerateRoadmap, $$$"""
            {"task_id":"{{{plan.TaskId}}}","preferences":{"learning_goal":"Rust","current_level":"beginner","available_hours_per_week":5}}
            """);
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var run = (await server.Services.GetRequiredService<IGenerationLeases>()
            .AcquireAsync(plan.TaskId, TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldNotBeNull();
        var result = await server.Services.GetRequiredService<ITaskEventLog>().AppendAsync(
            new TaskAppend
            {
                TaskId = plan.TaskId,
                Events = [new ReportedEvent(Some.ReviewRequired(plan.RoadmapId))],
                Decide = static (_, events) => new Decision.Accepted(events),
                Workflow = new WorkflowWrite(run.Run, Roadmap: plan),
            },
            CancellationToken.None);
        result.ShouldBeOfType<AppendResult.Appended>();
    }

    private static async Task<IReadOnlyList<CalendarEvent>> EventsAsync(HttpResponseMessage answer) =>
        [.. Calendar.Load(await answer.Content.ReadAsStringAsync())!.Events];

    private static List<CalendarEvent> Read(RoadmapDocument plan, DateOnly start, long revision = 3) =>
        [.. Calendar.Load(Write(plan, start, revision))!.Events];

    private static string Write(RoadmapDocument plan, DateOnly start, long revision = 3) =>
        new RoadmapCalendar(plan, revision, new Uri("https://roadmap.example/?task=t-1")).Write(start, s_now);

    private static RoadmapDocument Plan(double hoursPerWeek, double[] hours)
    {
        var plan = Some.Plan("r-1", "t-1", [.. hours.Select((_, index) => $"c{index}")]) with { HoursPerWeek = hoursPerWeek };
        var next = 0;
        return WithConcepts(plan, concept => concept with { Hours = hours[next++] });
    }

    private static RoadmapDocument WithConcepts(RoadmapDocument plan, Func<RoadmapConcept, RoadmapConcept> change)
    {
        var module = plan.Stages[0].Modules[0];
        return plan with
        {
            Stages = [plan.Stages[0] with { Modules = [module with { Concepts = [.. module.Concepts.Select(change)] }] }],
        };
    }
}
