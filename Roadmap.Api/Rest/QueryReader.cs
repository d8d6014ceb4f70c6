using System.Globalization;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Rest;

/// <summary>Reads parameters of a path or a query, and refuses all wrong ones together. An empty parameter is an absent one.</summary>
internal sealed class QueryReader
{
    private const string DayFormat = "yyyy-MM-dd";

    private readonly FieldErrors _errors = [];

    public FieldErrors Errors => _errors;

    /// <summary>Checks the ids of a read, which passes no validator.</summary>
    public static void DemandTaskId(string taskId)
    {
        var query = new QueryReader();
        query.TaskId(taskId);
        query.RefuseWrong();
    }

    public void TaskId(string taskId)
    {
        if (!Shapes.IsTaskId(taskId))
            Wrong("task_id", Shapes.TaskIdRule);
    }

    public long? Integer(string name, string? text, long least, long most)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;

        Wrong(name, $"must be a whole number from {least} to {most}");
        return null;
    }

    public DateOnly? Day(string name, string? text, DateOnly least, DateOnly most)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day >= least && day <= most)
            return day;

        Wrong(name, string.Create(CultureInfo.InvariantCulture, $"must be a day from {least:yyyy-MM-dd} to {most:yyyy-MM-dd}"));
        return null;
    }

    /// <summary>Of a list: what its last page gave as <c>next_cursor</c>.</summary>
    public long? Cursor(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor))
            return cursor;

        Wrong("cursor", "must be a next_cursor of this list");
        return null;
    }

    public T? Choice<T>(string name, string? text)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (WireWord.Of(value) == text)
                return value;
        }

        Wrong(name, $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(WireWord.Of))}");
        return null;
    }

    public bool? Flag(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (bool.TryParse(text, out var flag))
            return flag;

        Wrong(name, "must be true or false");
        return null;
    }

    public string? Text(string name, string? text, Func<string, bool> isRight, string rule)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!isRight(text))
            Wrong(name, rule);
        return text;
    }

    public void Wrong(string name, string message) => _errors.Add(name, message);

    public void RefuseWrong()
    {
        if (_errors.Count > 0)
            throw RequestRefusedException.ForFields(ErrorCodes.InvalidRequest, _errors);
    }
}
