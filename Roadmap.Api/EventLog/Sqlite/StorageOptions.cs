using Microsoft.Extensions.Options;

namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>Where the log is: the section <c>Storage</c>.</summary>
internal sealed class StorageOptions : IValidateOptions<StorageOptions>
{
    public const string Section = "Storage";

    /// <summary>The SQLite file, relative to the current directory; its folder is made.</summary>
    public string Path { get; init; } = "data/roadmap.db";

    /// <summary>Any text, a new one for each restored backup: a new text renews all epochs.</summary>
    public string? Restored { get; init; }

    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        string.IsNullOrWhiteSpace(options.Path)
            ? ValidateOptionsResult.Fail("Storage:Path is empty; it must name a file, for example data/roadmap.db.")
            : ValidateOptionsResult.Success;
}
