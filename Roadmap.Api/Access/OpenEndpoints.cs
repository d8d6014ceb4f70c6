using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Roadmap.Api.Access;

/// <summary>Where a server may listen on which anybody may do everything although nobody has written so.</summary>
internal static class OpenEndpoints
{
    /// <summary>Refuses to listen where other machines could reach it.</summary>
    public static void DemandThisMachine(ListenOptions endpoint)
    {
        if (endpoint.EndPoint is IPEndPoint { Address: var address } && !IPAddress.IsLoopback(address))
            throw new OptionsValidationException(AuthOptions.Section, typeof(AuthOptions),
            [
                $"In Development without authentication the server is for this machine alone, and '{endpoint}' can be reached from "
                    + "others. Listen on http://localhost:8000 (Urls), or set Auth:Authority or Auth:SigningKey. Or write Auth:Mode=None: "
                    + "then whoever reaches the server may do everything.",
            ]);
    }
}
