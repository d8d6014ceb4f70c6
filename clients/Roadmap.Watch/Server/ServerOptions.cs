using System.CommandLine;
using System.CommandLine.Parsing;
using Roadmap.Client;

namespace Roadmap.Watch.Server;

/// <summary>Which server is meant, and who asks: the options of every command.</summary>
internal sealed class ServerOptions
{
    private const string UrlVariable = "ROADMAP_URL";
    private const string TokenVariable = "ROADMAP_TOKEN";
    private const string TokenCommandVariable = "ROADMAP_TOKEN_COMMAND";

    public ServerOptions()
    {
        Url.Validators.Add(CheckUrl);
        TokenCommand.Validators.Add(option =>
        {
            if (option.GetResult(Token) is not null)
                option.AddError("--token and --token-command do not go together: give one of them.");
        });
    }

    public Option<string> Url { get; } = new("--url")
    {
        Description = $"The server. Without it ${UrlVariable}, else http://localhost:8000.",
        HelpName = "url",
        Recursive = true,
    };

    public Option<string> Token { get; } = new("--token")
    {
        Description = $"Your access token. Others on this machine can see it here: ${TokenVariable} is better.",
        HelpName = "token",
        Recursive = true,
    };

    public Option<string> TokenCommand { get; } = new("--token-command")
    {
        Description = "Runs this in a shell for your access token, again and again ahead of its end. "
            + $"Without it ${TokenCommandVariable}; ${TokenVariable} goes before that.",
        HelpName = "command",
        Recursive = true,
    };

    /// <summary>A client of the server that is meant.</summary>
    /// <exception cref="UsageException">There can be no such server.</exception>
    public RoadmapClient Connect(ParseResult parsed)
    {
        var options = RoadmapClientOptions.Default;
        if ((parsed.GetValue(Url) ?? Variable(UrlVariable)) is { } address)
        {
            options = IsAddress(address, out var given)
                ? options with { Server = given }
                : throw new UsageException($"${UrlVariable} is '{address}': give an http or https address, such as http://localhost:8000.");
        }

        return new RoadmapClient(options with { AccessToken = TokenOf(parsed) });
    }

    /// <summary>What stands on the command line goes before what is in the environment.</summary>
    private Func<CancellationToken, ValueTask<string?>>? TokenOf(ParseResult parsed)
    {
        var command = parsed.GetValue(TokenCommand);
        if ((parsed.GetValue(Token) ?? (command is null ? Variable(TokenVariable) : null)) is { } token)
            return _ => ValueTask.FromResult<string?>(token);
        return (command ?? Variable(TokenCommandVariable)) is { } asked ? new TokenCommand(asked, TimeProvider.System).AskAsync : null;
    }

    private static void CheckUrl(OptionResult option)
    {
        var address = option.GetValueOrDefault<string>();
        if (address is not null && !IsAddress(address, out _))
            option.AddError($"--url is '{address}': give an http or https address, such as http://localhost:8000.");
    }

    private static bool IsAddress(string text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!) && address is { Scheme: "http" or "https", Host.Length: > 0 };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
