using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>How long a concept takes, in half hours.</summary>
internal static class ConceptHours
{
    /// <summary>No concept is shortened below this part of its full hours: less would be a promise that cannot be kept.</summary>
    private const double Floor = 0.6;

    /// <summary>What a wish for practice adds to a concept that is practice.</summary>
    private const double MorePractice = 1.5;

    /// <summary>The most that one concept grows to, however often more practice is asked for.</summary>
    private const double Most = 60;

    /// <summary>The hours of a concept for a learner of this level who has so many hours a week.</summary>
    public static double Full(CatalogueConcept concept, LearnerLevel level, double hoursPerWeek)
    {
        // Who is further than those whom a concept is made for learns it sooner.
        var byLevel = (level - (concept.From ?? LearnerLevel.Beginner)) switch
        {
            <= 0 => 1.0,
            1 => 0.85,
            2 => 0.7,
            _ => 0.6,
        };

        // Who has little time a week spends some of it on finding back in.
        var byPace = hoursPerWeek switch
        {
            < 4 => 1.15,
            < 8 => 1.05,
            _ => 1.0,
        };
        return Round(concept.Hours * byLevel * byPace);
    }

    /// <summary>The hours that a concept of a plan has for learners of another level.</summary>
    public static double Of(double hours, CatalogueConcept concept, RoadmapDocument plan, LearnerLevel level)
    {
        var before = Full(concept, plan.Level, plan.HoursPerWeek);
        var after = Full(concept, level, plan.HoursPerWeek);
        return Math.Abs(hours - before) < 0.01 ? after : Round(hours * after / before);
    }

    public static double Least(CatalogueConcept concept, LearnerLevel level, double hoursPerWeek) =>
        Round(Full(concept, level, hoursPerWeek) * Floor);

    public static double Longer(double hours) => Math.Max(hours, Math.Min(Most, Round(hours * MorePractice)));

    /// <summary>Shortened by the factor, down to the least; never longer than before.</summary>
    public static double Shortened(double hours, double factor, double least) =>
        Math.Min(hours, Math.Max(least, Math.Floor(hours * factor * 2) / 2));

    private static double Round(double hours) => Math.Max(0.5, Math.Round(hours * 2, MidpointRounding.AwayFromZero) / 2);
}
