using System.Reflection;
using System.Text.RegularExpressions;
using Roadmap.Api.Generation.Outline.Feedback;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>
/// A limit by the clock fails a plain text on a machine where there is more to do than processors. An expression over what people write
/// takes linear time instead.
/// </summary>
public sealed class ExpressionTimeTests
{
    /// <summary>It looks ahead. Its limit is one that no busy machine comes near to.</summary>
    private const string LooksAhead = "FeedbackWords.Verbs";

    private const BindingFlags Own = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void No_expression_of_the_server_has_a_limit_that_a_busy_machine_comes_near_to()
    {
        var expressions = typeof(FeedbackWords).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Own))
            .Where(method => method.IsDefined(typeof(GeneratedRegexAttribute)))
            .ToDictionary(method => $"{method.DeclaringType!.Name}.{method.Name}", method => (Regex)method.Invoke(null, null)!);

        expressions.Count.ShouldBeGreaterThan(30);
        expressions[LooksAhead].MatchTimeout.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
        expressions.Where(expression => expression.Key != LooksAhead)
            .Where(expression => !expression.Value.Options.HasFlag(RegexOptions.NonBacktracking)
                || expression.Value.MatchTimeout != Regex.InfiniteMatchTimeout)
            .Select(expression => expression.Key)
            .ShouldBeEmpty("RegexOptions.NonBacktracking, without a limit");
    }
}
