using System.Text;
using Roadmap.Contracts;

namespace Roadmap.Api.Ingest;

/// <summary>Makes what workers publish fit the contract where it is only too much of it: texts are cut, percentages held between 0 and 100.</summary>
internal static class PublishedFit
{
    private const double Whole = 100;

    public static TaskEvent Fit(TaskEvent published) => published switch
    {
        ProgressEvent { Percentage: { } percentage } e => e with { Percentage = Fit(percentage) },
        ConceptStartEvent { Progress: { } progress } e => e with { Progress = progress with { Percentage = Fit(progress.Percentage) } },
        BatchCompleteEvent { Progress: { } progress } e => e with { Progress = progress with { Percentage = Fit(progress.Percentage) } },
        ConceptFailedEvent e => e with { Error = Cut(e.Error, ContractLimits.ConceptErrorLength)! },
        RetryStartedEvent e => e with { Reason = Cut(e.Reason, ContractLimits.DetailLength) },
        ControlEvent e => e with { Reason = Cut(e.Reason, ContractLimits.DetailLength) },
        HumanReviewRequiredEvent e => e with { RoadmapTitle = Cut(e.RoadmapTitle, ContractLimits.TitleLength)! },
        FailedEvent e => e with { Error = Cut(e.Error, ContractLimits.DetailLength)!, ErrorDetail = Cut(e.ErrorDetail, ContractLimits.DetailLength) },
        CancelledEvent e => e with { Reason = Cut(e.Reason, ContractLimits.DetailLength) },
        _ => published,
    };

    private static double Fit(double percentage) => Math.Clamp(percentage, 0, Whole);

    /// <summary>Characters are what people count: none is cut in two.</summary>
    private static string? Cut(string? text, int characters)
    {
        if (text is null || text.Length <= characters)
            return text;

        var kept = new StringBuilder();
        foreach (var character in text.EnumerateRunes().Take(characters))
            kept.Append(character);
        return kept.ToString();
    }
}
