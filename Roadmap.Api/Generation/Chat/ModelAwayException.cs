using Roadmap.Api.Generation.Outline;

namespace Roadmap.Api.Generation.Chat;

/// <summary>The model's endpoint does not answer, or not so that it can be used at all; another time it may.</summary>
internal sealed class ModelAwayException(ModelTrouble trouble, Exception? innerException = null)
    : GenerationFailedException(trouble.Reason, innerException)
{
    public BilingualText Text { get; } = trouble.Text;
}
