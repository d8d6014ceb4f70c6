using System.CommandLine;
using Roadmap.Client;
using Roadmap.Watch.Commands;
using Roadmap.Watch.Server;

namespace Roadmap.Watch;

/// <summary>The <c>roadmap</c> command.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var interrupts = new Interrupts();
        using var output = new Output();
        var server = new ServerOptions();
        var parsed = RoadmapCommand.Create(server, output, interrupts)
            .Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return UsageError.Tell(parsed, parsed.Errors.Select(error => error.Message));
        try
        {
            var exitCode = await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = output.Writer,
                },
                interrupts.Asked);
            await output.Writer.FlushAsync();
            return exitCode;
        }
        catch (UsageException e)
        {
            return UsageError.Tell(parsed, [e.Message]);
        }
        catch (RoadmapException e)
        {
            Output.Remark(Failure.Describe(e));
            return Failure.ExitCode(e);
        }
        catch (OperationCanceledException) when (interrupts.Asked.IsCancellationRequested)
        {
            return interrupts.ExitCode;
        }
        catch (Exception e) when (Output.IsClosed(e))
        {
            return ExitCodes.OutputClosed;
        }
        catch (IOException e)
        {
            Output.Remark($"the output cannot be written: {e.Message}");
            return ExitCodes.Failed;
        }
    }
}
