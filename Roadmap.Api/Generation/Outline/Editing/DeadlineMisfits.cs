using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>What is wrong with a plan that cannot be done before its deadline, and the ways out.</summary>
internal static class DeadlineMisfits
{
    /// <summary>More hours a week than this are no offer: nobody studies so much for long.</summary>
    private const double MostHoursPerWeek = 60;

    /// <summary>Null when the plan fits, or has no deadline, or one that was over from the start.</summary>
    public static DeadlineMisfit? Of(RoadmapDocument plan, DateTimeOffset requestedAt)
    {
        var available = DeadlineBudget.Hours(plan, requestedAt);
        if (plan.TargetDeadline is not { } deadline || available <= 0 || plan.TotalHours <= available)
            return null;

        var fitting = 0;
        var hours = 0.0;
        foreach (var concept in plan.Concepts.TakeWhile(concept => (hours += concept.Hours) <= available))
            fitting++;
        var perWeek = Math.Ceiling(plan.HoursPerWeek * plan.TotalHours / available * 2) / 2;
        // A date counts from its beginning, so the day on which it is done is the one after.
        var end = requestedAt.AddDays(Math.Ceiling(plan.TotalHours / plan.HoursPerWeek * 7) + 1);
        MisfitOffer?[] offers =
        [
            fitting > 0
                ? Offer(PlanEditKind.FirstConcepts, PlanTexts.OfferFirst(fitting, plan.Concepts.Count()), PlanTexts.AskFirst(fitting))
                : null,
            perWeek <= MostHoursPerWeek
                ? Offer(PlanEditKind.HoursPerWeek, PlanTexts.OfferHours(perWeek), PlanTexts.AskHours(perWeek))
                : null,
            Offer(PlanEditKind.FinishBy, PlanTexts.OfferDate(end), PlanTexts.AskDate(end)),
        ];
        return new DeadlineMisfit
        {
            HoursNeeded = plan.TotalHours,
            HoursAvailable = Math.Round(available, 1),
            Text = PlanTexts.Misfit(deadline, plan, available).In(plan.Language),
            Offers = [.. offers.OfType<MisfitOffer>()],
        };

        MisfitOffer Offer(PlanEditKind kind, BilingualText label, BilingualText feedback) =>
            new() { Kind = kind, Label = label.In(plan.Language), Feedback = feedback.In(plan.Language) };
    }
}
