using System.Security.Cryptography;
using System.Text.Json;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.EventLog;

/// <summary>
/// Tells one request from another. It is taken of what was understood, not of what was sent: the order of members, white space and members
/// that the server does not know make no difference.
/// </summary>
internal static class Fingerprint
{
    public static string Of<T>(T body) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, ContractsJson.TypeInfo<T>())));
}
