using Roadmap.Contracts;

namespace Roadmap.Api.Generation;

/// <summary>A generator could not make something, and says why in words for people: they are shown to whoever watches the task.</summary>
public class GenerationFailedException(Reason reason, Exception? innerException = null) : Exception(reason.Message, innerException)
{
    public GenerationFailedException(string message, Exception? innerException = null)
        : this(new Reason { Key = ReasonKeys.AsTold, Message = message }, innerException)
    {
    }

    /// <summary>What the message says, by a key.</summary>
    public Reason Reason { get; } = reason;
}

/// <summary>A step cannot be done, and so the attempt fails.</summary>
/// <param name="step">The step, one of <see cref="Contracts.TaskSteps"/>.</param>
/// <param name="error">A line for people.</param>
/// <param name="key">What it says, one of <see cref="Contracts.MessageKeys"/>.</param>
/// <param name="detail">More of it, when there is more to say.</param>
/// <param name="reasons">What the detail says, by keys, as far as it has any.</param>
internal sealed class StepFailedException(
    string step, string error, string key, string? detail, IReadOnlyList<Reason>? reasons, Exception? innerException = null)
    : Exception(error, innerException)
{
    /// <summary>More are no help to anybody.</summary>
    private const int MostReasons = 10;

    public string Step { get; } = step;

    public string Key { get; } = key;

    public string? Detail { get; } = detail;

    public IReadOnlyList<Reason>? Reasons { get; } = reasons is { Count: > 0 } ? [.. reasons.Take(MostReasons)] : null;
}

/// <summary>The log takes nothing more from this run. It is no fault: the task was cancelled, is gone, or is somebody else's now.</summary>
internal sealed class RunOverException(string reason) : Exception(reason);
