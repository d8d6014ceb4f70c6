using Microsoft.AspNetCore.SignalR;

namespace Roadmap.Tests.Support;

/// <summary>A host whose users say who they are.</summary>
internal sealed class UserInQuery : IUserIdProvider
{
    public string? GetUserId(HubConnectionContext connection) => connection.GetHttpContext()?.Request.Query["user"];
}
