namespace Roadmap.Api.Generation.Validation;

/// <summary>Which addresses a roadmap may send its readers to, whoever named them: the catalogue or a model.</summary>
internal static class ResourceAddress
{
    public static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0;
}
