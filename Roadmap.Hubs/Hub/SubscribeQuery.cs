using System.Globalization;
using Microsoft.AspNetCore.Http;
using Roadmap.Contracts;

namespace Roadmap.Hubs.Hub;

/// <summary>A subscription in the query of a connection's URL: <c>?task_id=…&amp;include_history=…&amp;epoch=…&amp;after_seq=…</c>.</summary>
internal static class SubscribeQuery
{
    private const string TaskId = "task_id";
    private const string IncludeHistory = "include_history";
    private const string Epoch = "epoch";
    private const string AfterSeq = "after_seq";

    public static bool IsIn(IQueryCollection query) => query.ContainsKey(TaskId);

    public static (SubscribeRequest Body, IReadOnlyList<FieldError> Errors) Read(IQueryCollection query)
    {
        var errors = new List<FieldError>();
        bool? includeHistory = null;
        if (ValueOf(query, IncludeHistory) is { } history)
        {
            if (bool.TryParse(history, out var parsed))
                includeHistory = parsed;
            else
                errors.Add(new FieldError { Path = IncludeHistory, Message = "must be true or false" });
        }

        long? afterSeq = null;
        if (ValueOf(query, AfterSeq) is { } seq)
        {
            if (long.TryParse(seq, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) && parsed is >= 0 and <= ContractLimits.MaxSeq)
                afterSeq = parsed;
            else
                errors.Add(new FieldError { Path = AfterSeq, Message = "must be a whole number from 0" });
        }
        else if (ValueOf(query, Epoch) is not null)
        {
            errors.Add(new FieldError { Path = AfterSeq, Message = "is required with epoch" });
        }

        return (new SubscribeRequest
        {
            TaskId = ValueOf(query, TaskId),
            IncludeHistory = includeHistory,
            After = afterSeq is null ? null : new AfterPosition { Epoch = ValueOf(query, Epoch), Seq = afterSeq },
        }, errors);
    }

    private static string? ValueOf(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } value, ..] ? value : null;
}
