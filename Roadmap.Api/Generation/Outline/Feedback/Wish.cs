using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Feedback;

/// <summary>One thing that feedback asks for.</summary>
internal abstract record Wish
{
    public sealed record Shorter : Wish;

    public sealed record MorePractice : Wish;

    public sealed record LessPractice : Wish;

    public sealed record LessTheory : Wish;

    public sealed record LeaveOut(string What) : Wish;

    /// <summary>The learner knows it already.</summary>
    public sealed record Known(string What) : Wish;

    /// <summary>It stays, whatever else the feedback asks for.</summary>
    public sealed record Keep(string What) : Wish;

    public sealed record Add(string What) : Wish;

    public sealed record Replace(string What, string With) : Wish;

    public sealed record MoreOf(string What) : Wish;

    public sealed record LessOf(string What) : Wish;

    public sealed record HoursPerWeek(double Hours) : Wish;

    /// <summary>Without a number.</summary>
    public sealed record FewerHoursPerWeek : Wish;

    public sealed record Fit(double Weeks) : Wish;

    public sealed record FinishBy(DateOnly Date) : Wish;

    public sealed record FirstConcepts(int Count) : Wish;

    /// <summary>The goal was taken for another subject than was meant.</summary>
    public sealed record Subject(string What) : Wish;

    /// <summary>For learners who are further than those whom the plan is for.</summary>
    public sealed record Harder : Wish;

    /// <summary>For learners who are less far than those whom the plan is for.</summary>
    public sealed record Easier : Wish;

    /// <summary>For learners of this level.</summary>
    public sealed record Level(LearnerLevel For) : Wish;

    /// <summary>Another place in the order; beside is what it comes before or after.</summary>
    public sealed record Move(string What, PlanPlace Place, string? Beside) : Wish;

    public sealed record NotUnderstood(string Words) : Wish;
}
