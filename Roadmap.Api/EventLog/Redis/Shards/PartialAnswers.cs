using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Redis.Shards;

/// <summary>Asks several parts of the log at once, one of which may be away without the others.</summary>
internal static class PartialAnswers
{
    /// <summary>What those answered that are there, in the order in which they were asked.</summary>
    /// <exception cref="LogUnavailableException">None of them is.</exception>
    public static async Task<IReadOnlyList<TAnswer>> AskThoseThatAnswerAsync<TPart, TAnswer>(
        this IEnumerable<TPart> parts, Func<TPart, Task<TAnswer>> askAsync)
    {
        Task<TAnswer>[] asked = [.. parts.Select(askAsync)];
        LogUnavailableException? away = null;
        var answers = new List<TAnswer>(asked.Length);
        foreach (var answer in asked)
        {
            try
            {
                answers.Add(await answer);
            }
            catch (LogUnavailableException e)
            {
                away = e;
            }
        }

        return answers.Count > 0 || away is null ? answers : throw away;
    }
}
