using System.Text.RegularExpressions;
using Roadmap.Api.Generation.Outline;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Chat;

/// <summary>What a model understood of a learner's goal.</summary>
internal static partial class IntentReading
{
    private const int MostTechnologies = 20;

    public static IEnumerable<string> Problems(IntentAnswer answer)
    {
        if (string.IsNullOrWhiteSpace(answer.Subject))
            yield return "The subject is empty.";
        if (string.IsNullOrWhiteSpace(answer.Summary))
            yield return "The summary is empty.";
        if (!LanguageTag().IsMatch(answer.Language))
            yield return "The language is no BCP 47 tag.";
    }

    public static LearnerIntent Read(IntentAnswer answer, LearnerRequest request) => new()
    {
        Subject = answer.Subject.Trim().Truncated(ContractLimits.TitleLength),
        Summary = answer.Summary.Trim().Truncated(ContractLimits.TitleLength),
        Language = GoalReading.Catalogued(request.PrimaryLanguage) ?? GoalReading.Catalogued(answer.Language) ?? answer.Language,
        KeyTechnologies = [.. answer.KeyTechnologies.Take(MostTechnologies)],
    };

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();
}
