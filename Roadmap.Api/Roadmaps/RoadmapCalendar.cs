using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Roadmap.Contracts;

namespace Roadmap.Api.Roadmaps;

/// <summary>A roadmap as an iCalendar file (RFC 5545): one event a concept, on the days on which it is learnt.</summary>
/// <param name="roadmap">The plan.</param>
/// <param name="revision">Goes up whenever the plan may have changed: a calendar takes the event with the higher one.</param>
/// <param name="page">Where the plan is read.</param>
internal sealed class RoadmapCalendar(RoadmapDocument roadmap, long revision, Uri page)
{
    public const string MediaType = "text/calendar";

    private const string Product = "-//Roadmap//Roadmap//EN";
    private const int DaysPerWeek = 7;

    /// <summary>What is left of an hour by adding up fractions of hours is no part of another day.</summary>
    private const double Noise = 1e-6;

    /// <param name="start">The first day.</param>
    /// <param name="now">When the file is made.</param>
    public string Write(DateOnly start, DateTimeOffset now)
    {
        var calendar = new Calendar { ProductId = Product, Method = CalendarMethods.Publish };
        // Not in the standard of the file, and what every calendar reads.
        calendar.AddProperty("X-WR-CALNAME", roadmap.Title);
        var made = new CalDateTime(now.UtcDateTime, CalDateTime.UtcTzId);
        var hours = 0.0;
        foreach (var (stage, module, concept) in Concepts())
        {
            var (first, end) = DaysOf(hours, hours += concept.Hours);
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"{concept.ConceptId}.{roadmap.RoadmapId}@roadmap",
                DtStamp = made,
                Sequence = (int)Math.Min(revision, int.MaxValue),
                DtStart = new CalDateTime(start.AddDays(first)),
                DtEnd = new CalDateTime(start.AddDays(end)),
                Summary = $"{concept.Name} ({concept.Hours:0.#} h)",
                Description = $"{concept.Description}\n\n{roadmap.Title}",
                Url = new Uri(page, $"#concept-{Uri.EscapeDataString(concept.ConceptId)}"),
                Categories = [stage.Title, module.Title],
                Transparency = TransparencyType.Transparent,
            });
        }

        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    /// <summary>The first day and the day after the last, counted from the start, of the work from one hour to another.</summary>
    private (int First, int End) DaysOf(double from, double to)
    {
        var first = (int)Math.Floor(from / roadmap.HoursPerWeek * DaysPerWeek + Noise);
        return (first, Math.Max(first + 1, (int)Math.Ceiling(to / roadmap.HoursPerWeek * DaysPerWeek - Noise)));
    }

    private IEnumerable<(RoadmapStage Stage, RoadmapModule Module, RoadmapConcept Concept)> Concepts() =>
        from stage in roadmap.Stages
        from module in stage.Modules
        from concept in module.Concepts
        select (stage, module, concept);
}
