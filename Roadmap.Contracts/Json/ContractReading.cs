namespace Roadmap.Contracts.Json;

/// <summary>What <see cref="ContractReader"/> made of a piece of JSON.</summary>
/// <param name="Value">Built from whatever could be read, so that it can be validated further; null when the JSON is no object.</param>
/// <param name="Errors">Every member of the wrong type, and every required one that is missing.</param>
public sealed record ContractReading<T>(T? Value, FieldErrors Errors)
    where T : class;
