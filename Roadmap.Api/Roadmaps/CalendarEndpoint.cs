using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Roadmap.Api.EventLog;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;

namespace Roadmap.Api.Roadmaps;

/// <summary>A roadmap for the calendar of its learner.</summary>
internal static class CalendarEndpoint
{
    private const int NameLength = 80;

    /// <summary>No plan that begins by then ends beyond the last day that there is.</summary>
    private static readonly DateOnly s_latest = new(2199, 12, 31);

    private static readonly DateOnly s_earliest = new(2000, 1, 1);

    public static void MapCalendar(this IEndpointRouteBuilder app) =>
        app.MapGet(Routes.RoadmapCalendar, GetAsync)
            .Describe("getRoadmapCalendar", "The roadmap as an iCalendar file")
                .Produces<string>(StatusCodes.Status200OK, RoadmapCalendar.MediaType)
                .Refuses(ErrorCodes.RoadmapNotFound);

    private static async Task<IResult> GetAsync(
        [FromRoute(Name = "roadmap_id")] string roadmapId,
        [FromQuery] string? start,
        HttpRequest http,
        Caller caller,
        ITaskIndex index,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var first = query.Day("start", start, s_earliest, s_latest);
        query.RefuseWrong();
        if (await index.FindTaskOfRoadmapAsync(roadmapId, cancellationToken) is not { } task || !caller.Sees(task)
            || await index.FindRoadmapAsync(roadmapId, cancellationToken) is not { } roadmap)
            return ProblemResult.RoadmapNotFound;

        var now = time.GetUtcNow();
        var page = new Uri(UriHelper.BuildAbsolute(
            http.Scheme, http.Host, http.PathBase, "/", QueryString.Create("task", roadmap.TaskId)));
        var calendar = new RoadmapCalendar(roadmap, task.Seq, page)
            .Write(first ?? NextMonday(DateOnly.FromDateTime(now.UtcDateTime)), now);
        return TypedResults.File(Encoding.UTF8.GetBytes(calendar), $"{RoadmapCalendar.MediaType}; charset=utf-8", NameOf(roadmap));
    }

    private static DateOnly NextMonday(DateOnly today) => today.AddDays(7 - ((int)today.DayOfWeek + 6) % 7);

    private static string NameOf(RoadmapDocument roadmap)
    {
        var title = string.Concat(roadmap.Title.EnumerateRunes().Take(NameLength).Select(rune =>
            Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? rune.ToString() : " "));
        var name = string.Join('-', title.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return $"{(name.Length == 0 ? "roadmap" : name)}.ics";
    }
}
