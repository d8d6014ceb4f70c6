using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>What is told of a plan that was sent back, whoever made it.</summary>
internal static class PlanReviews
{
    /// <summary>The edited plan with what came of this round. Where a generator tells nothing of it, the plans are compared.</summary>
    public static RoadmapDocument Of(RoadmapDocument before, RoadmapDocument edited)
    {
        var changed = Essence(before) != Essence(edited);
        return edited with
        {
            Review = edited.Review is { } review && !ReferenceEquals(review, before.Review)
                ? review with { Changed = changed }
                : new PlanReview { Changed = changed, Edits = [], NotUnderstood = [] },
        };
    }

    public static PlanReview Failed(StepFailedException failed) => new()
    {
        Changed = false,
        Edits = [],
        NotUnderstood = [],
        Problem = failed.Detail is { } detail ? $"{failed.Message}. {detail.TrimEnd('.')}." : $"{failed.Message}.",
        ProblemKey = failed.Key,
        ProblemReasons = failed.Reasons,
    };

    /// <summary>A line for people on what became of the feedback.</summary>
    public static Line Message(RoadmapDocument plan, string size)
    {
        var review = plan.Review!;
        var unclear = review.NotUnderstood.Count > 0
            ? $"not understood: {string.Join(", ", review.NotUnderstood.Select(words => $"“{words}”"))}"
            : null;
        if (review.Changed)
        {
            var done = string.Join(", ", review.Edits.Where(edit => edit.Applied).Select(edit => edit.Label));
            return new(
                $"Changed the plan{(done.Length > 0 ? $" ({done})" : "")}: {size} now{(unclear is null ? "" : $"; {unclear}")}",
                MessageKeys.PlanChanged);
        }

        var reasons = review.Edits.Select(edit => edit.Text).Prepend(review.Problem).Append(unclear).OfType<string>().ToList();
        return new(
            reasons.Count > 0 ? $"Nothing was changed: {string.Join(" ", reasons)}" : "Nothing was changed", MessageKeys.PlanUnchanged);
    }

    /// <summary>What a reviewer should know first.</summary>
    public static Line Waiting(RoadmapDocument plan) =>
        plan.Misfit is { } misfit ? new(misfit.Text)
        : plan.Understood is { MethodOnly: true }
            ? new("Do you want this? It is a method for studying, and teaches nothing of the subject itself", MessageKeys.MethodWanted)
        : plan.Review is { Changed: false } ? new("The plan is as it was, and waits for your review", MessageKeys.PlanAsItWas)
        : new("The plan is ready for you to review", MessageKeys.PlanReady);

    private static string Essence(RoadmapDocument plan) =>
        JsonSerializer.Serialize(plan with { Review = null }, ContractsJson.TypeInfo<RoadmapDocument>());
}
