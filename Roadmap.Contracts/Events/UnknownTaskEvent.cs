using System.Collections.Immutable;
using System.Text.Json;

namespace Roadmap.Contracts;

/// <summary>
/// An event of a type that this version knows only by name, or not at all. Its own members are kept as they came. It folds to nothing.
/// </summary>
public sealed record UnknownTaskEvent(string UnknownType, ImmutableDictionary<string, JsonElement> Members) : TaskEvent(UnknownType);
