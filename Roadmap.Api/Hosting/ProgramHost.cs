using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog;

namespace Roadmap.Api.Hosting;

/// <summary>How the program starts and ends: defaults in code, files beside the program, and one clear line when it cannot start.</summary>
internal static class ProgramHost
{
    private static readonly Dictionary<string, string?> s_defaults = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Urls"] = "http://localhost:8000",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
    };

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = File.Exists(Path.Combine("wwwroot", "index.html")) ? null : AppContext.BaseDirectory,
        });
        // First in the list: whatever is set anywhere wins over it.
        builder.Configuration.Sources.Insert(
            0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = s_defaults });
        // It logs with its stack what RunAsync says in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // It quotes requests that it cannot read, and tokens with them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.None);
        builder.Logging.AddOneLineConsole();
        builder.Logging.AddPacedLogging();
        return builder;
    }

    /// <summary>Runs until the end; the exit code is 1 when the program could not start for a reason that its user can mend.</summary>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            await app.RunAsync();
            return 0;
        }
        catch (Exception e)
            when (e is LogStartException or OptionsValidationException or IOException or SocketException || IsUnreadableSetting(e))
        {
            await Console.Error.WriteLineAsync($"Roadmap cannot start. {e.Message}");
            return 1;
        }
    }

    /// <summary>Its message names the setting, and what its value should have been.</summary>
    private static bool IsUnreadableSetting(Exception e) =>
        e is InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" };
}
