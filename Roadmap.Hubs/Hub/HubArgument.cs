using System.Text.Json;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.Hub;

/// <summary>Reads the argument of a hub method, which comes as raw JSON.</summary>
internal static class HubArgument
{
    public static (T Body, FieldErrors Errors) Read<T>(JsonElement argument)
        where T : class, new()
    {
        if (LoneSurrogates.FaultIn(argument) is { } fault)
            return (new T(), FieldErrors.Of(fault.Path, fault.Message));
        var (body, errors) = ContractReader.Read<T>(argument);
        return (body ?? new T(), errors);
    }
}
