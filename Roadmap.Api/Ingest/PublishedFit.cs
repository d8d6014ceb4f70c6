using Roadmap.Api.Pipeline;
using Roadmap.Contracts;

namespace Roadmap.Api.Ingest;

/// <summary>
/// Makes what workers publish fit the contract where it is only too much of it: texts are cut, percentages held between 0 and 100.
/// </summary>
internal static class PublishedFit
{
    private const double Whole = 100;

    public static TaskEvent Fit(TaskEvent published) => published switch
    {
        ProgressEvent { Percentage: { } percentage } e => e with { Percentage = Fit(percentage) },
        ConceptStartEvent { Progress: { } progress } e => e with { Progress = progress with { Percentage = Fit(progress.Percentage) } },
        BatchCompleteEvent { Progress: { } progress } e => e with { Progress = progress with { Percentage = Fit(progress.Percentage) } },
        ConceptFailedEvent e => e with { Error = e.Error?.FirstCharacters(ContractLimits.ConceptErrorLength)! },
        RetryStartedEvent e => e with { Reason = e.Reason?.FirstCharacters(ContractLimits.DetailLength) },
        ControlEvent e => e with { Reason = e.Reason?.FirstCharacters(ContractLimits.DetailLength) },
        HumanReviewRequiredEvent e => e with { RoadmapTitle = e.RoadmapTitle?.FirstCharacters(ContractLimits.TitleLength)! },
        FailedEvent e => e with
        {
            Error = e.Error?.FirstCharacters(ContractLimits.DetailLength)!,
            ErrorDetail = e.ErrorDetail?.FirstCharacters(ContractLimits.DetailLength),
        },
        CancelledEvent e => e with { Reason = e.Reason?.FirstCharacters(ContractLimits.DetailLength) },
        _ => published,
    };

    private static double Fit(double percentage) => Math.Clamp(percentage, 0, Whole);
}
