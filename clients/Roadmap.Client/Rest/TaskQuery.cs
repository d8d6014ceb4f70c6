using System.Text.Json;
using Roadmap.Client.Rest;
using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>Which tasks are listed. What is absent matches everything.</summary>
public sealed record TaskQuery
{
    /// <summary>The newest of all.</summary>
    public static TaskQuery Default { get; } = new();

    /// <summary>Of this status alone.</summary>
    public TaskRunStatus? Status { get; init; }

    /// <summary>Of this kind alone.</summary>
    public string? Kind { get; init; }

    /// <summary>Of this user alone.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// With this in their title, their id or their kind alone, in large or small letters; up to 200 characters. A page may be empty and
    /// have a <see cref="TaskPage.NextCursor"/> all the same: one call looks through some thousands of tasks.
    /// </summary>
    public string? Search { get; init; }

    /// <summary><see cref="TaskPage.NextCursor"/> of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>1 to 1,000 tasks a page; 100 when absent.</summary>
    public int? Limit { get; init; }

    internal string ToQuery() => QueryText.Of(
        ("status", Status is { } status ? JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()) : null),
        ("kind", Kind),
        ("owner", Owner),
        ("search", Search),
        ("cursor", Cursor),
        ("limit", Limit));
}
