using System.Collections.Immutable;
using System.Text.Json;
using MessagePack;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>
/// An event of a type that this version knows only by name, or not at all. Its own members are kept as they came. To the task it
/// says no more than that somebody works on it.
/// </summary>
[MessagePackFormatter(typeof(ContractFormatter<UnknownTaskEvent>))]
public sealed record UnknownTaskEvent(string UnknownType, ImmutableDictionary<string, JsonElement> Members) : TaskEvent(UnknownType);
