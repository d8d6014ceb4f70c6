using System.Text.Json;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.Hub;

/// <summary>Reads the argument of a hub method, which comes as raw JSON.</summary>
internal static class HubArgument
{
    public static (T Body, FieldErrors Errors) Read<T>(JsonElement argument)
        where T : class, new()
    {
        if (HalfPairs.Find(argument) is { } path)
            return (new T(), FieldErrors.Of(path.Length == 0 ? ContractReader.Root : path, "holds half of a surrogate pair"));
        var (body, errors) = ContractReader.Read<T>(argument);
        return (body ?? new T(), errors);
    }
}
