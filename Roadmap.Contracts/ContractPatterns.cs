namespace Roadmap.Contracts;

/// <summary>The alphabets that the protocol states, as regular expressions for the description of the API.</summary>
public static class ContractPatterns
{
    /// <summary>A task's id. Reserved ones are refused, too.</summary>
    public const string TaskId = "^[A-Za-z0-9_-]{1,128}$";

    /// <summary>A kind or a step.</summary>
    public const string Word = "^[a-z][a-z0-9_]{0,63}$";

    /// <summary>Every other id: any text without control characters.</summary>
    public const string Id = @"^[^\u0000-\u001f\u007f-\u009f]*$";

    /// <summary>One life of a task's numbering.</summary>
    public const string Epoch = "^[A-Za-z0-9.-]{1,64}$";

    /// <summary>A language tag, such as <c>zh-CN</c>.</summary>
    public const string Language = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$";
}
