using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.FanOut;

/// <summary>The section <c>FanOut</c>.</summary>
public sealed class FanOutOptions : IValidateOptions<FanOutOptions>
{
    public const string Section = "FanOut";

    /// <summary>The most that makes sense on any machine.</summary>
    public const int MostLanes = 64;

    /// <summary>
    /// Into how many parts the watchers of one task are divided, which are sent to at the same time; 1 to 64. Default: one for every two
    /// processors, since what is handed out has to be written to the sockets meanwhile.
    /// </summary>
    public int Lanes { get; set; } = Math.Clamp(Environment.ProcessorCount / 2, 1, MostLanes);

    public ValidateOptionsResult Validate(string? name, FanOutOptions options) => CheckedOptions.Result(
        options.Lanes is >= 1 and <= MostLanes
            ? []
            : [$"FanOut:Lanes must be 1 to {MostLanes}, such as 2; best one for every two processors."]);
}
