using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.Requests;

/// <summary>
/// A request that was read leniently from JSON: what could not be read is absent from it, and named here. The pipeline refuses it together
/// with what the validators find, so that a caller hears of every wrong field at once.
/// </summary>
public interface IReadFromJson
{
    FieldErrors ReadErrors { get; }
}
