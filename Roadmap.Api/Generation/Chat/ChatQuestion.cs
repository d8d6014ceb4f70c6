using System.Text.Json.Serialization.Metadata;

namespace Roadmap.Api.Generation.Chat;

/// <summary>What a model is asked, and what its answer must be.</summary>
/// <param name="TaskId">Whose budget pays.</param>
/// <param name="Name">Names it in the log, and the shape to the model.</param>
/// <param name="Instructions">Who the model is, and how it writes.</param>
/// <param name="Text">What it is to make.</param>
/// <param name="Shape">The shape of the answer.</param>
/// <param name="Problems">What is wrong with an answer of that shape, in sentences that the model can mend it by.</param>
internal sealed record ChatQuestion<T>(
    string TaskId, string Name, string Instructions, string Text, JsonTypeInfo<T> Shape, Func<T, IEnumerable<string>> Problems);
