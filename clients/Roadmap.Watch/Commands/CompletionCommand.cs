using System.CommandLine;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Commands;

/// <summary>Prints what makes a shell complete commands and options. The shell asks this program, so it never grows old.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private const string Bash = """
        _roadmap() {
          local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
          COMPREPLY=($(compgen -W "$(roadmap "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _roadmap roadmap

        """;

    private const string Zsh = """
        #compdef roadmap
        _roadmap() {
          local -a said
          said=("${(@f)$(roadmap "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -- ${said:#}
          [[ -n ${said:#} ]] || _files
        }
        compdef _roadmap roadmap

        """;

    private const string Fish = """
        function __roadmap_complete
          roadmap "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null
        end
        # Behind "--" stands another program, and its files.
        complete -c roadmap -n 'not contains -- -- (commandline -opc)' -f -a '(__roadmap_complete)'

        """;

    private readonly Argument<string> _shell = new("shell") { Description = "Which shell." };

    public CompletionCommand(Output output)
        : base("completion", "Prints what makes a shell complete commands and options.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Add(_shell);
        SetAction(parsed =>
        {
            output.Writer.Write(parsed.GetRequiredValue(_shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCodes.Completed;
        });
    }

    public override IReadOnlyList<string> Examples =>
    [
        "eval \"$(roadmap completion bash)\"       # in ~/.bashrc",
        "eval \"$(roadmap completion zsh)\"        # in ~/.zshrc, after compinit",
        "roadmap completion fish | source         # in ~/.config/fish/config.fish",
    ];
}
