using System.Text.Json;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>The events that several steps of the workflow tell, and how far each step brings the whole.</summary>
internal static class WorkflowEvents
{
    public const double IntentBegun = 2;
    public const double IntentDone = 10;
    public const double DesignBegun = 12;
    public const double DesignDone = 30;
    public const double Validated = 36;
    public const double Reviewed = 40;
    public const double ContentDone = 98;

    /// <summary>Characters of a message that is made of other people's words.</summary>
    public const int MessageLength = 500;

    private const int MostTechnologies = 20;

    public static ProgressEvent Progress(string step, double percentage, Line line, JsonElement? data = null) => new()
    {
        Step = step,
        Status = "processing",
        Percentage = percentage,
        Message = line.Text.Truncated(MessageLength),
        MessageKey = line.Key,
        Data = data,
    };

    /// <summary>What people should know of a plan before they see it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="kept">How many of its concepts have all their content already; null where that is not asked.</param>
    public static JsonElement DataOf(RoadmapDocument plan, int? kept = null) => new StepData
    {
        RoadmapId = plan.RoadmapId,
        Title = plan.Title,
        StagesCount = plan.Stages.Count,
        TotalConcepts = plan.Concepts.Count(),
        KeyTechnologies = [.. plan.KeyTechnologies.Take(MostTechnologies)],
        TotalHours = plan.TotalHours,
        Weeks = plan.Weeks,
        Understood = plan.Understood,
        Misfit = plan.Misfit,
        Review = plan.Review,
        KeptConcepts = kept,
    }.ToJson();

    public static JsonElement DataOf(LearnerIntent intent) =>
        new StepData { KeyTechnologies = [.. intent.KeyTechnologies.Take(MostTechnologies)], Understood = intent.Understood }.ToJson();

    public static ControlEvent Effective(PendingCommand command, string message) => new()
    {
        CommandId = command.CommandId,
        Command = command.Command,
        Phase = ControlPhase.Effective,
        Message = message,
    };
}
