namespace Roadmap.Api.Generation;

/// <summary>A generator could not make something, and says why in words for people: they are shown to whoever watches the task.</summary>
public class GenerationFailedException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>A step cannot be done, and so the attempt fails.</summary>
/// <param name="step">The step, one of <see cref="Contracts.TaskSteps"/>.</param>
/// <param name="error">A line for people.</param>
/// <param name="key">What it says, one of <see cref="Contracts.MessageKeys"/>.</param>
/// <param name="detail">More of it, when there is more to say.</param>
internal sealed class StepFailedException(
    string step, string error, string key, string? detail, Exception? innerException = null) : Exception(error, innerException)
{
    public string Step { get; } = step;

    public string Key { get; } = key;

    public string? Detail { get; } = detail;
}

/// <summary>The log takes nothing more from this run. It is no fault: the task was cancelled, is gone, or is somebody else's now.</summary>
internal sealed class RunOverException(string reason) : Exception(reason);
