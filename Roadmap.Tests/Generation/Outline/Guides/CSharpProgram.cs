using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Outline.Guides;

/// <summary>
/// C# programs of study guides, compiled as <c>dotnet run program.cs</c> would: with the usual usings, those of the web where the program
/// says <c>#:sdk Microsoft.NET.Sdk.Web</c>, and packages where it names them. They are run one after the other in a process of their own,
/// <c>dotnet Roadmap.Tests.dll csharp-programs {folder}</c>, since starting .NET takes longer than most of them run.
/// </summary>
internal static class CSharpProgram
{
    public const string Command = "csharp-programs";

    /// <summary>What the line begins with that is written before a program is run.</summary>
    public const string Begins = "program ";

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string WebUsings = """
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly ILookup<bool, MetadataReference> s_references =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Roadmap.", StringComparison.Ordinal))
            .ToLookup(
                path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal),
                path => (MetadataReference)MetadataReference.CreateFromFile(path));

    /// <summary>Writes the program's assembly, and returns what the compiler has against it.</summary>
    public static IEnumerable<string> Compile(string program, string file)
    {
        var isWeb = program.Contains("#:sdk Microsoft.NET.Sdk.Web", StringComparison.Ordinal);
        var isMore = isWeb || program.Contains("#:package ", StringComparison.Ordinal);
        var parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest)
            .WithFeatures([new("FileBasedProgram", "true")]);
        var options = new CSharpCompilationOptions(
            OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false);
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(file),
            new[] { Usings, isWeb ? WebUsings : "", program }.Select(source => CSharpSyntaxTree.ParseText(source, parsing)),
            isMore ? s_references.SelectMany(group => group) : s_references[true],
            options);
        using var assembly = File.Create(file);
        return compilation.Emit(assembly).Diagnostics
            .Where(problem => problem.Severity >= DiagnosticSeverity.Warning)
            .Select(problem => problem.ToString());
    }

    /// <summary>Runs the programs of a folder until one fails, which the process ends with.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        var output = Console.Out;
        foreach (var file in Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            await output.WriteLineAsync($"{Begins}{Path.GetFileNameWithoutExtension(file)}");
            await output.FlushAsync();
            Environment.CurrentDirectory = Directory.CreateDirectory(Path.ChangeExtension(file, null)).FullName;
            var program = new AssemblyLoadContext(file).LoadFromAssemblyPath(file).EntryPoint!;
            object[] arguments = program.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
            var exitCode = await Task.Run(() => program.Invoke(null, arguments)).InTime();
            if (exitCode is int and not 0)
                return (int)exitCode;
        }

        return 0;
    }
}
