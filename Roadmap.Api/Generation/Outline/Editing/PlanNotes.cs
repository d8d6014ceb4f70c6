using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>The notes that follow from what is in a plan and what is not.</summary>
internal static class PlanNotes
{
    public static IReadOnlyList<string> Of(RoadmapDocument plan, CurriculumCatalogue catalogue, DateTimeOffset requestedAt)
    {
        var cut = plan.Concepts.Any(concept => catalogue.OwnOf(concept.ConceptId) is { } own
            && concept.Hours < ConceptHours.Full(own, plan.Level, plan.HoursPerWeek));
        BilingualText?[] notes =
        [
            catalogue.AssumedBy(plan),
            Listed(LeftOutReason.Known, PlanTexts.KnownLeftOut),
            Listed(LeftOutReason.Feedback, PlanTexts.LeftOutAtRequest),
            Listed(LeftOutReason.Shorter, PlanTexts.LeftOutToBeShorter),
            Listed(LeftOutReason.Deadline, PlanTexts.LeftOutForDeadline),
            Listed(LeftOutReason.Later, PlanTexts.LeftForLater),
            cut ? PlanTexts.HoursCut : null,
            PlanTexts.Deadline(plan, requestedAt),
        ];
        return [.. notes.OfType<BilingualText>().Select(note => note.In(plan.Language))];

        BilingualText? Listed(LeftOutReason reason, Func<IReadOnlyList<string>, BilingualText> say)
        {
            var gone = (plan.LeftOut ?? []).Where(gone => gone.Reason == reason).ToList();
            // A technology whose concepts are named already need not be named beside them.
            var names = gone.Where(each => each.ConceptId is not null
                    || !gone.Exists(other => other.ConceptId is not null && Wording.Mentions(other.Name, each.Name)))
                .Select(each => each.Name)
                .Distinct()
                .ToList();
            return names.Count > 0 ? say(names) : null;
        }
    }
}
