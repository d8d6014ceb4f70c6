using System.Buffers;
using FluentValidation;
using Roadmap.Contracts;

namespace Roadmap.Hubs.Requests;

/// <summary>The protocol's alphabets and lengths, as validators use them.</summary>
public static class Shapes
{
    public const string WordRule = "must be 1 to 64 of a-z, 0-9 and _, and begin with a letter";

    /// <summary>Of every id but a task's. It goes into log lines, headers and paths.</summary>
    public const string IdRule = "must be 1 to 128 characters, none of them a control character";

    public const string EpochRule = "must be an epoch that the server gave: 1 to 64 of A-Z, a-z, 0-9, . and -";

    private const int EpochLength = 64;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private static readonly SearchValues<char> s_id = SearchValues.Create($"{Letters}{Letters.ToUpperInvariant()}{Digits}_-");
    private static readonly SearchValues<char> s_epoch = SearchValues.Create($"{Letters}{Letters.ToUpperInvariant()}{Digits}.-");

    /// <summary>Of every task id that comes from outside; an absent one passes.</summary>
    public static string TaskIdRule { get; } =
        $"must be 1 to {ContractLimits.IdLength} of A-Z, a-z, 0-9, _ and -, and none of "
        + $"{string.Join(", ", ContractLimits.ReservedTaskIds)}";

    /// <summary>Of what tasks are searched for.</summary>
    public static string SearchRule { get; } =
        $"must be 1 to {ContractLimits.SearchLength} characters, none of them a control character";

    public static IRuleBuilderOptions<T, string?> TaskId<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(id => id is null || IsTaskId(id)).WithMessage(TaskIdRule);

    public static bool IsTaskId(string id) => Consists(id, ContractLimits.IdLength, s_id) && !ContractLimits.ReservedTaskIds.Contains(id);

    /// <summary>A kind or a step.</summary>
    public static bool IsWord(string? text) => text is not null && TaskEventTypes.IsWord(text);

    public static bool IsId(string? id) => id is { Length: >= 1 and <= ContractLimits.IdLength } && IsPlain(id);

    public static bool IsSearch(string text) => HasAtMost(text, ContractLimits.SearchLength) && IsPlain(text);

    /// <summary>Whether it has no control characters.</summary>
    public static bool IsPlain(string text) => !text.Any(char.IsControl);

    public static bool IsEpoch(string text) => Consists(text, EpochLength, s_epoch);

    /// <summary>Characters are what people count, code points: a smiling face is one.</summary>
    public static bool HasAtMost(string? text, int characters) =>
        text is null || text.Length <= characters || (text.Length <= 2 * characters && text.EnumerateRunes().Count() <= characters);

    private static bool Consists(string text, int atMost, SearchValues<char> alphabet) =>
        text.Length >= 1 && text.Length <= atMost && !text.AsSpan().ContainsAnyExcept(alphabet);
}
