using Microsoft.Extensions.Options;
using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Outline;
using Roadmap.Api.Generation.Outline.Editing;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>The outline generator with the shipped catalogue and no pace, and the requests that its tests send.</summary>
internal sealed class OutlineCase
{
    public static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public static readonly CurriculumCatalogue Catalogue = CurriculumCatalogue.Shipped;

    public OutlineRoadmapGenerator Generator { get; } = Create(new GenerationOptions { Pace = TimeSpan.Zero }, TimeProvider.System);

    public static OutlineRoadmapGenerator Create(GenerationOptions options, TimeProvider time)
    {
        var shortening = new PlanShortening(Catalogue);
        var settling = new PlanSettling(Catalogue);
        var design = new PlanDesign(Catalogue, shortening, settling);
        var names = new PlanNames(Catalogue);
        var editing = new PlanEditing(
            names, design, new PlanRemovals(Catalogue, names), new PlanAdditions(Catalogue, names),
            new PlanWeights(Catalogue, names, shortening), new PlanTimes(shortening), new PlanLevels(Catalogue),
            new PlanOrder(names), settling);
        return new OutlineRoadmapGenerator(Catalogue, design, editing, new ContentWriting(Catalogue), Options.Create(options), time);
    }

    public static LearnerRequest Request(
        string goal, LearnerLevel level = LearnerLevel.Beginner, double hoursPerWeek = 10, int? weeks = null) =>
        new()
        {
            TaskId = "task-1",
            Goal = goal,
            Level = level,
            HoursPerWeek = hoursPerWeek,
            TargetDeadline = weeks is { } count ? Now.AddDays(7 * count) : null,
            RequireReview = true,
            RequestedAt = Now,
        };

    public async Task<RoadmapDocument> DesignAsync(LearnerRequest request)
    {
        var intent = await Generator.AnalyzeIntentAsync(request, CancellationToken.None);
        return await Generator.DesignCurriculumAsync("roadmap-1", request, intent, CancellationToken.None);
    }

    public async Task<RoadmapDocument> EditAsync(RoadmapDocument plan, LearnerRequest request, string feedback)
    {
        var intent = await Generator.AnalyzeIntentAsync(request, CancellationToken.None);
        return await Generator.EditAsync(plan, request, intent, feedback, CancellationToken.None);
    }
}
