using System.Text.Json;
using FluentValidation;
using Roadmap.Api.EventLog;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Reporting;

/// <summary>
/// What the members of each event type must look like. Plain checks instead of a validator per type: a report holds up to a thousand
/// events, and this is the hot path.
/// </summary>
internal static class EventShape
{
    public static void Check(IReadOnlyList<ReportedEvent> events, ValidationContext<ReportTaskEvents> context)
    {
        var wrong = new FieldErrors();
        foreach (var reported in events)
            new EventCheck(reported, context.InstanceToValidate.TakesUnknownTypes, wrong).Check();

        foreach (var error in wrong)
            context.AddFailure(error.Path, error.Message);
        if (wrong.Total > wrong.Count)
            context.AddFailure(new UnlistedFailures(wrong.Total - wrong.Count));
    }

    private readonly struct EventCheck(ReportedEvent reported, bool takesUnknownTypes, FieldErrors wrong)
    {
        public void Check()
        {
            OptionalId("event_id", reported.EventId);
            AtLeast("attempt", reported.Attempt, 1);
            if (reported.Event.MessageKey is { } key)
                Word("message_key", key);
            switch (reported.Event)
            {
                case ProgressEvent e:
                    Word("step", e.Step);
                    ShortText("status", e.Status);
                    if (e.SubStatus is not null)
                        ShortText("sub_status", e.SubStatus);
                    Percentage("percentage", e.Percentage);
                    Object("data", e.Data);
                    Demand(!HasDirtyId(e.Data), "data.roadmap_id", "must have no control characters");
                    break;
                case HumanReviewRequiredEvent e:
                    Id("roadmap_id", e.RoadmapId);
                    Present("roadmap_title", e.RoadmapTitle);
                    AtMost("roadmap_title", e.RoadmapTitle, ContractLimits.TitleLength);
                    AtLeast("stages_count", e.StagesCount, 0);
                    break;
                case ConceptStartEvent e:
                    Concept(e.ConceptId, e.ConceptName);
                    Progress(e.Progress);
                    break;
                case ConceptCompleteEvent e:
                    Concept(e.ConceptId, e.ConceptName);
                    Object("data", e.Data);
                    break;
                case ConceptFailedEvent e:
                    Concept(e.ConceptId, e.ConceptName);
                    Present("error", e.Error);
                    AtMost("error", e.Error, ContractLimits.ConceptErrorLength);
                    break;
                case ConceptAllContentCompleteEvent e:
                    Concept(e.ConceptId, e.ConceptName);
                    Object("data", e.Data);
                    break;
                case BatchStartEvent e:
                    Batch(e.BatchIndex, e.TotalBatches);
                    AtLeast("batch_size", e.BatchSize, 0);
                    ConceptIds(e.ConceptIds);
                    break;
                case BatchCompleteEvent e:
                    Batch(e.BatchIndex, e.TotalBatches);
                    Progress(e.Progress);
                    break;
                case TaskRecoveringEvent e:
                    OptionalId("roadmap_id", e.RoadmapId);
                    if (e.CurrentStep is not null)
                        Word("current_step", e.CurrentStep);
                    break;
                case RetryStartedEvent e:
                    AtMost("reason", e.Reason, ContractLimits.DetailLength);
                    break;
                case ControlEvent e:
                    Id("command_id", e.CommandId);
                    AtMost("reason", e.Reason, ContractLimits.DetailLength);
                    break;
                case CompletedEvent e:
                    OptionalId("roadmap_id", e.RoadmapId);
                    AtLeast("tutorials_count", e.TutorialsCount, 0);
                    AtLeast("failed_count", e.FailedCount, 0);
                    break;
                case FailedEvent e:
                    Present("error", e.Error);
                    AtMost("error", e.Error, ContractLimits.DetailLength);
                    AtMost("error_detail", e.ErrorDetail, ContractLimits.DetailLength);
                    if (e.Step is not null)
                        Word("step", e.Step);
                    break;
                case CancelledEvent e:
                    AtMost("reason", e.Reason, ContractLimits.DetailLength);
                    break;
                case UnknownTaskEvent e:
                    Demand(takesUnknownTypes, "type", "must be a type that is reported here");
                    Demand(TaskEventTypes.CanBeStored(e.Type), "type", $"{Shapes.WordRule}, and be no name of what is never stored");
                    break;
                default:
                    Demand(false, "type", "must be a type that can be stored");
                    break;
            }
        }

        private void Concept(string id, string name)
        {
            Id("concept_id", id);
            Present("concept_name", name);
        }

        private void Batch(int index, int total)
        {
            AtLeast("batch_index", index, 1);
            AtLeast("total_batches", total, 0);
        }

        private void Progress(ConceptProgress? progress)
        {
            if (progress is null)
                return;
            AtLeast("progress.current", progress.Current, 0);
            AtLeast("progress.total", progress.Total, 0);
            Percentage("progress.percentage", progress.Percentage);
        }

        private void Progress(BatchProgress? progress)
        {
            if (progress is null)
                return;
            AtLeast("progress.completed", progress.Completed, 0);
            AtLeast("progress.failed", progress.Failed, 0);
            AtLeast("progress.total", progress.Total, 0);
            Percentage("progress.percentage", progress.Percentage);
        }

        private void ConceptIds(IReadOnlyList<string>? ids)
        {
            for (var i = 0; i < ids?.Count; i++)
            {
                if (!Shapes.IsId(ids[i]))
                    wrong.AddItem(wrong.IsFull ? "" : reported.PathOf("concept_ids"), i, Shapes.IdRule);
            }
        }

        private void Word(string member, string? value) => Demand(Shapes.IsWord(value), member, Shapes.WordRule);

        private void ShortText(string member, string? value) => Demand(
            value is { Length: >= 1 and <= 64 }, member, "must be 1 to 64 characters");

        private void Id(string member, string? value) => Demand(Shapes.IsId(value), member, Shapes.IdRule);

        private void OptionalId(string member, string? value)
        {
            if (value is not null)
                Id(member, value);
        }

        private void Present(string member, string? value) => Demand(value is not null, member, "is required");

        private void AtMost(string member, string? value, int length) => Demand(
            Shapes.HasAtMost(value, length), member, $"must be at most {length} characters");

        private void AtLeast(string member, int? value, int least) =>
            Demand(value is null || value >= least, member, $"must be at least {least}");

        // NaN is not in the range either.
        private void Percentage(string member, double? value) =>
            Demand(value is null or (>= 0 and <= 100), member, "must be from 0 to 100");

        private void Object(string member, JsonElement? value) =>
            Demand(value is null or { ValueKind: JsonValueKind.Object }, member, "must be an object");

        /// <summary>
        /// Workers put into data what they like, but this becomes the task's own. What is no id for another reason is left there.
        /// </summary>
        private static bool HasDirtyId(JsonElement? data) =>
            data is { ValueKind: JsonValueKind.Object } && data.Value.TryGetProperty("roadmap_id", out var id)
            && id.ValueKind == JsonValueKind.String && !Shapes.IsPlain(id.GetString()!);

        private void Demand(bool holds, string member, string message)
        {
            if (!holds)
                wrong.Add(wrong.IsFull ? "" : reported.PathOf(member), message);
        }
    }
}
