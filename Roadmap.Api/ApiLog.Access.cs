namespace Roadmap.Api;

/// <summary>Of who calls, from where, and by which links.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(
        EventName = "origin_refused", Level = LogLevel.Information,
        Message = "origin_refused path=\"{path}\" origin=\"{origin}\" - this origin is not in Cors:Origins")]
    public static partial void OriginRefused(this ILogger logger, string path, string origin);

    [LoggerMessage(
        EventName = "host_refused", Level = LogLevel.Information,
        Message = "host_refused path=\"{path}\" host=\"{host}\" - this name is not in AllowedHosts")]
    public static partial void HostRefused(this ILogger logger, string path, string host);

    [LoggerMessage(
        EventName = "hosts_unlimited", Level = LogLevel.Information,
        Message = "hosts_unlimited - the server answers under every name, so a page of another site can reach it by DNS rebinding: set"
            + " AllowedHosts to the names by which it is called, or to * if that is meant")]
    public static partial void HostsUnlimited(this ILogger logger);

    [LoggerMessage(
        EventName = "authentication_off", Level = LogLevel.Warning,
        Message = "authentication_off - Auth:Mode is None: whoever reaches this server may read, report and cancel every task")]
    public static partial void AuthenticationOff(this ILogger logger);

    [LoggerMessage(
        EventName = "open_to_this_machine", Level = LogLevel.Information,
        Message = "open_to_this_machine - in Development and without authentication: anyone on this machine may do everything")]
    public static partial void OpenToThisMachine(this ILogger logger);

    [LoggerMessage(
        EventName = "authority_away", Level = LogLevel.Warning,
        Message = "authority_away authority={authority} error_type={error_type}"
            + " - its keys could not be fetched, so that no token can be checked; it is asked again with the next token")]
    public static partial void AuthorityAway(this ILogger logger, string authority, string error_type);

    [LoggerMessage(
        EventName = "tokens_revoked", Level = LogLevel.Information,
        Message = "tokens_revoked user_id=\"{user_id}\" not_before={not_before} by=\"{by}\"")]
    public static partial void TokensRevoked(this ILogger logger, string user_id, DateTimeOffset not_before, string by);

    [LoggerMessage(
        EventName = "revocations_away", Level = LogLevel.Warning,
        Message = "revocations_away reason=\"{reason}\" - what was revoked since the last look is not known here; it is looked up again")]
    public static partial void RevocationsAway(this ILogger logger, string reason);

    [LoggerMessage(
        EventName = "revocations_back", Level = LogLevel.Information,
        Message = "revocations_back - what is revoked is known again")]
    public static partial void RevocationsBack(this ILogger logger);

    [LoggerMessage(
        EventName = "watch_link_made", Level = LogLevel.Information,
        Message = "watch_link_made link_id={link_id} task_id={task_id} by=\"{by}\" expires_at={expires_at}")]
    public static partial void WatchLinkMade(this ILogger logger, string link_id, string task_id, string by, DateTimeOffset expires_at);

    [LoggerMessage(
        EventName = "watch_link_revoked", Level = LogLevel.Information,
        Message = "watch_link_revoked link_id={link_id} task_id={task_id} by=\"{by}\"")]
    public static partial void WatchLinkRevoked(this ILogger logger, string link_id, string task_id, string by);

    [LoggerMessage(
        EventName = "watch_links_away", Level = LogLevel.Warning,
        Message = "watch_links_away reason=\"{reason}\""
            + " - which links were revoked, and which keys were made, since the last look is not known here; it is looked up again")]
    public static partial void WatchLinksAway(this ILogger logger, string reason);

    [LoggerMessage(
        EventName = "watch_links_back", Level = LogLevel.Information,
        Message = "watch_links_back - which links are revoked is known again")]
    public static partial void WatchLinksBack(this ILogger logger);
}
