using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>Fits a plan to the time that its learner has.</summary>
internal sealed class PlanTimes(PlanShortening shortening)
{
    /// <summary>What "shorter" means: three quarters of the hours. "Fewer hours a week" means the same of those.</summary>
    private const double ShorterPart = 0.75;

    /// <summary>Ten years: who has so long has no deadline.</summary>
    public const double MostWeeks = 520;

    public EditStep Shorter(RoadmapDocument plan, IReadOnlySet<string> kept)
    {
        var shortened = shortening.Shorten(plan, plan.TotalHours * ShorterPart, LeftOutReason.Shorter, kept: kept);
        return shortened.Plan.TotalHours < plan.TotalHours
            ? new EditStep(shortened.Plan, EditTexts.Shorter(plan.TotalHours, shortened.Plan.TotalHours, shortened.LeftOut))
            : new EditStep(plan, EditTexts.ShorterNotPossible);
    }

    public static EditStep FewerHoursPerWeek(RoadmapDocument plan) =>
        HoursPerWeek(plan, Fewer(plan.HoursPerWeek));

    public static double Fewer(double hoursPerWeek) => Math.Max(1, Math.Floor(hoursPerWeek * ShorterPart * 2) / 2);

    /// <summary>The day's beginning.</summary>
    public static DateTimeOffset Deadline(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The hours of the concepts stay, and the weeks follow.</summary>
    public static EditStep HoursPerWeek(RoadmapDocument plan, double hours)
    {
        if (hours is < 1 or > ContractLimits.HoursPerWeek)
            return new EditStep(plan, EditTexts.HoursOutOfRange(hours));
        if (Math.Abs(hours - plan.HoursPerWeek) < 0.01)
            return new EditStep(plan, EditTexts.HoursAlready(hours));
        var changed = (plan with { HoursPerWeek = hours }).Counted();
        return new EditStep(changed, EditTexts.Hours(plan, changed));
    }

    public EditStep Fit(RoadmapDocument plan, DateTimeOffset requestedAt, double weeks, IReadOnlySet<string> kept) =>
        weeks < MostWeeks
            ? Until(plan, requestedAt, requestedAt.AddDays(weeks * 7), kept)
            : new EditStep(plan, EditTexts.FitsAnyway(plan));

    public EditStep FinishBy(RoadmapDocument plan, DateTimeOffset requestedAt, DateOnly date, IReadOnlySet<string> kept)
    {
        var deadline = Deadline(date);
        return deadline > requestedAt ? Until(plan, requestedAt, deadline, kept) : new EditStep(plan, EditTexts.DateIsOver(date));
    }

    private EditStep Until(RoadmapDocument plan, DateTimeOffset requestedAt, DateTimeOffset deadline, IReadOnlySet<string> kept)
    {
        var dated = plan with { TargetDeadline = deadline };
        var shortened = shortening.Shorten(dated, DeadlineBudget.Hours(dated, requestedAt), LeftOutReason.Deadline, kept: kept);
        if (plan.TargetDeadline == deadline && Math.Abs(plan.TotalHours - shortened.Plan.TotalHours) < 0.01)
            return new EditStep(plan, EditTexts.Until(plan, plan, requestedAt, []));
        return new EditStep(shortened.Plan, EditTexts.Until(plan, shortened.Plan, requestedAt, shortened.LeftOut));
    }
}
