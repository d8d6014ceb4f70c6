using Roadmap.Contracts;
using Roadmap.Watch.Screen;
using Spectre.Console;

namespace Roadmap.Watch.Commands;

/// <summary>Asks a person for what a roadmap needs and the command line has not said.</summary>
internal static class GenerateQuestions
{
    private static readonly (string Label, LearnerLevel Level)[] s_levels =
    [
        ("Beginner: it is new to me", LearnerLevel.Beginner),
        ("Intermediate: I have used some of it", LearnerLevel.Intermediate),
        ("Advanced: I work with it", LearnerLevel.Advanced),
        ("Expert: I could teach it", LearnerLevel.Expert),
    ];

    public static async Task<LearnerPreferences> AskAsync(
        LearnerPreferences known, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var goal = known.LearningGoal ?? await new TextPrompt<string>("What do you want to learn?")
            .Validate(text => text.Trim().Length is > 0 and <= ContractLimits.TextLength
                ? ValidationResult.Success()
                : ValidationResult.Error($"Say it in 1 to {ContractLimits.TextLength:N0} characters."))
            .ShowAsync(console, cancellationToken);
        var level = known.CurrentLevel ?? await AskLevelAsync(console, cancellationToken);
        var hours = known.AvailableHoursPerWeek ?? await new TextPrompt<double>("How many hours a week do you have?")
            .DefaultValue(10)
            .ValidationErrorMessage("A number, such as 10.")
            .Validate(hours => hours is >= 1 and <= ContractLimits.HoursPerWeek
                ? ValidationResult.Success()
                : ValidationResult.Error($"1 to {ContractLimits.HoursPerWeek}."))
            .ShowAsync(console, cancellationToken);
        return known with { LearningGoal = goal, CurrentLevel = level, AvailableHoursPerWeek = hours };
    }

    private static async Task<LearnerLevel> AskLevelAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        const string Question = "How much of it do you know?";
        var label = await new SelectionPrompt<string>()
            .Title(Question)
            .AddChoices(s_levels.Select(level => level.Label))
            .ShowAsync(console, cancellationToken);
        // The choice leaves nothing behind: what was chosen should still be seen.
        console.Write(new Paragraph($"{Question} ").Append($"{label}\n", Palette.Busy));
        return s_levels.Single(level => level.Label == label).Level;
    }
}
