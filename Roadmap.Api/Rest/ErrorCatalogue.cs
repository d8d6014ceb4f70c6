using System.Collections.Frozen;
using Microsoft.AspNetCore.WebUtilities;
using Roadmap.Contracts;

namespace Roadmap.Api.Rest;

/// <summary>Which HTTP status each error code has.</summary>
internal static class ErrorCatalogue
{
    public static FrozenDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [ErrorCodes.InvalidRequest] = StatusCodes.Status400BadRequest,
        [ErrorCodes.Unauthenticated] = StatusCodes.Status401Unauthorized,
        [ErrorCodes.Forbidden] = StatusCodes.Status403Forbidden,
        [ErrorCodes.TaskNotFound] = StatusCodes.Status404NotFound,
        [ErrorCodes.RoadmapNotFound] = StatusCodes.Status404NotFound,
        [ErrorCodes.NotFound] = StatusCodes.Status404NotFound,
        [ErrorCodes.MethodNotAllowed] = StatusCodes.Status405MethodNotAllowed,
        [ErrorCodes.UnsupportedMediaType] = StatusCodes.Status415UnsupportedMediaType,
        [ErrorCodes.RequestTimeout] = StatusCodes.Status408RequestTimeout,
        [ErrorCodes.Conflict] = StatusCodes.Status409Conflict,
        [ErrorCodes.Gone] = StatusCodes.Status410Gone,
        [ErrorCodes.TooLarge] = StatusCodes.Status413PayloadTooLarge,
        [ErrorCodes.RateLimited] = StatusCodes.Status429TooManyRequests,
        [ErrorCodes.InternalError] = StatusCodes.Status500InternalServerError,
        [ErrorCodes.LogUnavailable] = StatusCodes.Status503ServiceUnavailable,
        [ErrorCodes.AuthorityUnavailable] = StatusCodes.Status503ServiceUnavailable,
        [ErrorCodes.ServerStopping] = StatusCodes.Status503ServiceUnavailable,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>In words, for the description of the API: codes that share one status.</summary>
    public static string Describe(IReadOnlyCollection<string> codes) =>
        $"{TitleOf(Statuses[codes.First()])}: {string.Join(" or ", codes.Select(code => $"`{code}`"))}";

    public static string TitleOf(int status) => ReasonPhrases.GetReasonPhrase(status);
}
