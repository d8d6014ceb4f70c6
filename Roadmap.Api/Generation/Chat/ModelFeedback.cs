using Roadmap.Api.Generation.Outline.Editing;
using Roadmap.Api.Generation.Outline.Feedback;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Chat;

/// <summary>
/// Reads feedback on a model's plan as far as that needs no model: what is understood is shown to the reviewer before, and told to the
/// model as such. What frames a plan, its level and its time, is set here, for a model is not asked for it.
/// </summary>
internal sealed class ModelFeedback(PlanNames names)
{
    public ReadFeedback Read(RoadmapDocument plan, DateTimeOffset requestedAt, string feedback)
    {
        var wishes = FeedbackReader.Read(feedback, DateOnly.FromDateTime(requestedAt.UtcDateTime), words => names.IsName(plan, words));
        return new ReadFeedback(
            [.. wishes.Where(wish => wish is not Wish.NotUnderstood)],
            [.. wishes.OfType<Wish.NotUnderstood>().Select(wish => wish.Words)]);
    }

    public ReviewPreview Preview(RoadmapDocument plan, DateTimeOffset requestedAt, string feedback)
    {
        var read = Read(plan, requestedAt, feedback);
        return new ReviewPreview
        {
            Changed = read.Wishes.Count + read.Rest.Count > 0,
            Edits = Edits(read, plan.Language),
            NotUnderstood = [],
            ToModel = read.Rest,
            Title = plan.Title,
            TotalHours = plan.TotalHours,
            Weeks = plan.Weeks,
            TotalConcepts = plan.Concepts.Count(),
        };
    }

    public static IReadOnlyList<PlanEdit> Edits(ReadFeedback read, string language) =>
        [.. read.Wishes.Select(wish => EditTexts.Edit(wish, applied: true, ChatTexts.AskedFor, language))];

    /// <summary>What the learner asked for, as far as reviews of the plan have changed it.</summary>
    public static LearnerRequest Framed(LearnerRequest request, RoadmapDocument plan, ReadFeedback read) => read.Wishes.Aggregate(
        request with { Level = plan.Level, HoursPerWeek = plan.HoursPerWeek, TargetDeadline = plan.TargetDeadline },
        (framed, wish) => wish switch
        {
            Wish.Level(var level) => framed with { Level = level },
            Wish.Harder when framed.Level < LearnerLevel.Expert => framed with { Level = framed.Level + 1 },
            Wish.Easier when framed.Level > LearnerLevel.Beginner => framed with { Level = framed.Level - 1 },
            Wish.HoursPerWeek(var hours) when hours is >= 1 and <= ContractLimits.HoursPerWeek => framed with { HoursPerWeek = hours },
            Wish.FewerHoursPerWeek => framed with { HoursPerWeek = PlanTimes.Fewer(framed.HoursPerWeek) },
            Wish.Fit(var weeks) when weeks < PlanTimes.MostWeeks => framed with { TargetDeadline = request.RequestedAt.AddDays(weeks * 7) },
            Wish.FinishBy(var date) when PlanTimes.Deadline(date) is var deadline && deadline > request.RequestedAt =>
                framed with { TargetDeadline = deadline },
            _ => framed,
        });
}

/// <param name="Wishes">What was understood.</param>
/// <param name="Rest">The other parts, in the reviewer's words.</param>
internal sealed record ReadFeedback(IReadOnlyList<Wish> Wishes, IReadOnlyList<string> Rest);
