using System.Globalization;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.EventLog.Quotas;

/// <summary>
/// What of the section <c>Limits</c> the log keeps: how much one owner may have at a time, whoever makes it. A task without an owner counts
/// for nobody.
/// </summary>
internal sealed class QuotaOptions : IValidateOptions<QuotaOptions>
{
    public const string Section = "Limits";

    private const int Most = 1_000_000;

    /// <summary>Tasks of one owner that have not ended; 0 (any number) to 1,000,000. One more is <c>rate_limited</c>.</summary>
    public int TasksPerUser { get; init; } = 10_000;

    /// <summary>Of those, roadmaps that this server makes, also while they wait for a review; as above.</summary>
    public int GenerationsPerUser { get; init; } = 20;

    /// <summary>Whether tasks of this owner are counted at all.</summary>
    public bool CountFor(string? owner) => owner is not null && (TasksPerUser > 0 || GenerationsPerUser > 0);

    /// <summary>What is said to one more than the owner of these may have; null while there is room.</summary>
    public string? Refusal(OpenTasks open, bool isGeneration)
    {
        if (isGeneration && GenerationsPerUser > 0 && open.Generations >= GenerationsPerUser)
            return Sentence(GenerationsPerUser, "roadmaps");
        return TasksPerUser > 0 && open.All >= TasksPerUser ? Sentence(TasksPerUser, "tasks") : null;
    }

    public ValidateOptionsResult Validate(string? name, QuotaOptions options)
    {
        var problems = new List<string>();
        Check(nameof(TasksPerUser), options.TasksPerUser, 10_000);
        Check(nameof(GenerationsPerUser), options.GenerationsPerUser, 20);
        return CheckedOptions.Result(problems);

        void Check(string setting, int value, int example)
        {
            if (value is < 0 or > Most)
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Limits:{setting} is {value}; it must be 0 (no limit) to {Most:N0}, such as {example}."));
        }
    }

    private static string Sentence(int most, string what) => string.Create(
        CultureInfo.InvariantCulture,
        $"One user may have {most} {what} that have not ended, and there are as many. Cancel one, or come back when one has ended.");
}
