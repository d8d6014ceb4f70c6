using Roadmap.Api.Generation.Outline.Feedback;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>Works a reviewer's feedback into a plan, and says what came of every part of it.</summary>
internal sealed class PlanEditing(
    PlanNames names, PlanDesign design, PlanRemovals removals, PlanAdditions additions, PlanWeights weights, PlanTimes times,
    PlanLevels levels, PlanOrder order, PlanSettling settling)
{
    public RoadmapDocument Edit(RoadmapDocument plan, DateTimeOffset requestedAt, string feedback)
    {
        var wishes = FeedbackReader.Read(feedback, DateOnly.FromDateTime(requestedAt.UtcDateTime), words => names.IsName(plan, words));
        var kept = wishes.OfType<Wish.Keep>()
            .SelectMany(wish => names.Field(plan, wish.What))
            .Select(concept => concept.ConceptId)
            .ToHashSet(StringComparer.Ordinal);

        var edits = new PlanEdit?[wishes.Count];
        var edited = plan;
        foreach (var (wish, index) in wishes.Select((wish, index) => (wish, index)).OrderBy(entry => Rank(entry.wish)))
        {
            if (wish is Wish.NotUnderstood)
                continue;
            var step = Follow(edited, requestedAt, wish, kept);
            edits[index] = EditTexts.Edit(wish, !ReferenceEquals(step.Plan, edited), step.Text, plan.Language);
            edited = step.Plan;
        }

        var settled = ReferenceEquals(edited, plan) ? plan : settling.Settle(edited, requestedAt, plan);
        return settled with
        {
            Review = new PlanReview
            {
                Changed = edits.Any(edit => edit?.Applied == true),
                Edits = [.. edits.OfType<PlanEdit>()],
                NotUnderstood = [.. wishes.OfType<Wish.NotUnderstood>().Select(wish => wish.Words)],
            },
        };
    }

    /// <summary>
    /// Another subject makes another plan, so it comes first, and then the level, which decides what is in it. What is named goes before
    /// anything gets shorter: "shorter, and leave out Docker" would else find that Docker is gone already. What is moved is there by
    /// then. How many weeks it takes is said of the plan with all other changes. What is to fit into a time is fitted last.
    /// </summary>
    private static int Rank(Wish wish) => wish switch
    {
        Wish.Subject => 0,
        Wish.Level or Wish.Harder or Wish.Easier => 1,
        Wish.LeaveOut or Wish.Known or Wish.Replace => 2,
        Wish.Move => 4,
        Wish.Shorter or Wish.FirstConcepts => 5,
        Wish.HoursPerWeek or Wish.FewerHoursPerWeek => 6,
        Wish.Fit or Wish.FinishBy => 7,
        _ => 3,
    };

    private EditStep Follow(RoadmapDocument plan, DateTimeOffset requestedAt, Wish wish, IReadOnlySet<string> kept) => wish switch
    {
        Wish.Shorter => times.Shorter(plan, kept),
        Wish.MorePractice => weights.MorePractice(plan),
        Wish.LessPractice => weights.LessPractice(plan),
        Wish.LessTheory => weights.LessTheory(plan),
        Wish.MoreOf more => weights.MoreOf(plan, more.What) ?? additions.Add(plan, more.What),
        Wish.LessOf less => weights.LessOf(plan, less.What),
        Wish.LeaveOut leaveOut => removals.LeaveOut(plan, leaveOut.What),
        Wish.Known known => removals.Known(plan, known.What),
        Wish.FirstConcepts first => PlanRemovals.KeepFirst(plan, first.Count),
        Wish.Keep keep => new EditStep(plan, EditTexts.Kept(keep.What, names.Field(plan, keep.What))),
        Wish.Add add => additions.Add(plan, add.What),
        Wish.Replace replace => additions.Replace(plan, replace.What, replace.With),
        Wish.Harder => levels.Harder(plan, kept),
        Wish.Easier => levels.Easier(plan, kept),
        Wish.Level level => levels.To(plan, level.For, kept),
        Wish.Move move => order.Move(plan, move.What, move.Place, move.Beside),
        Wish.HoursPerWeek hours => PlanTimes.HoursPerWeek(plan, hours.Hours),
        Wish.FewerHoursPerWeek => PlanTimes.FewerHoursPerWeek(plan),
        Wish.Fit fit => times.Fit(plan, requestedAt, fit.Weeks, kept),
        Wish.FinishBy finish => times.FinishBy(plan, requestedAt, finish.Date, kept),
        Wish.Subject subject => design.Again(plan, requestedAt, subject.What),
        _ => throw new ArgumentOutOfRangeException(nameof(wish), wish, "A wish that nothing follows."),
    };
}

/// <summary>A plan after one wish was followed: the same instance when the wish changes nothing.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Text">What came of the wish.</param>
internal sealed record EditStep(RoadmapDocument Plan, BilingualText Text);
