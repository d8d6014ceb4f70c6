using System.Globalization;
using Microsoft.AspNetCore.Http;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>
/// A subscription in a connection's URL: <c>?include_history=…&amp;epoch=…&amp;after_seq=…</c>, and <c>task_id</c> where the path does not
/// name the task.
/// </summary>
internal static class SubscribeQuery
{
    private const string TaskId = "task_id";
    private const string IncludeHistory = "include_history";
    private const string Epoch = "epoch";
    private const string AfterSeq = "after_seq";

    public static bool NamesTask(IQueryCollection query) => query.ContainsKey(TaskId);

    public static (SubscribeRequest Body, FieldErrors Errors) Read(IQueryCollection query) => Read(ValueOf(query, TaskId), query);

    public static (SubscribeRequest Body, FieldErrors Errors) Read(string? taskId, IQueryCollection query)
    {
        var errors = new FieldErrors();
        bool? includeHistory = null;
        if (ValueOf(query, IncludeHistory) is { } history)
        {
            if (bool.TryParse(history, out var parsed))
                includeHistory = parsed;
            else
                errors.Add(IncludeHistory, "must be true or false");
        }

        long? afterSeq = null;
        if (ValueOf(query, AfterSeq) is { } seq)
        {
            if (long.TryParse(seq, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed)
                && parsed is >= 0 and <= ContractLimits.MaxSeq)
                afterSeq = parsed;
            else
                errors.Add(AfterSeq, "must be a whole number from 0");
        }
        else if (ValueOf(query, Epoch) is not null)
        {
            errors.Add(AfterSeq, "is required with epoch");
        }

        return (new SubscribeRequest
        {
            TaskId = taskId,
            IncludeHistory = includeHistory,
            After = afterSeq is null ? null : new AfterPosition { Epoch = ValueOf(query, Epoch), Seq = afterSeq },
        }, errors);
    }

    private static string? ValueOf(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } value, ..] ? value : null;
}
