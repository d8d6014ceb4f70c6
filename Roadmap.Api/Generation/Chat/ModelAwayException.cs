namespace Roadmap.Api.Generation.Chat;

/// <summary>The model's endpoint does not answer, or not so that it can be used at all; another time it may.</summary>
internal sealed class ModelAwayException(string message, Exception? innerException = null)
    : GenerationFailedException(message, innerException);
