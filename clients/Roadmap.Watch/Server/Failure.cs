using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Server;

/// <summary>What went wrong between this program and the server, for people and for the program's end.</summary>
internal static class Failure
{
    public static int ExitCode(RoadmapException error) => IsOutOfReach(error) ? ExitCodes.Unreachable : ExitCodes.Failed;

    /// <summary>In one sentence, or with a line for each wrong field.</summary>
    public static string Describe(RoadmapException error)
    {
        var said = Printable.Line(error.Message);
        var fields = error.Problem?.Errors?.Select(field => $"{Printable.Line(field.Path)} {Printable.Line(field.Message)}") ?? [];
        return string.Join("\n  ", fields.Where(field => !said.Contains(field, StringComparison.Ordinal)).Prepend(said));
    }

    private static bool IsOutOfReach(RoadmapException error) => error.Code is ClientErrorCodes.Unreachable or ClientErrorCodes.WrongUrl
        or ErrorCodes.LogUnavailable or ErrorCodes.ServerStopping or ErrorCodes.RequestTimeout;
}
