using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace Roadmap.Tests.Rest.Description;

/// <summary>What NSwag makes of a description with the settings that it comes with, compiled together with code that uses it.</summary>
internal static class GeneratedClient
{
    private const string Namespace = "Generated";

    private static readonly string[] s_libraries = ["System.", "Newtonsoft.Json.", "netstandard."];

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => s_libraries.Any(library => Path.GetFileName(path).StartsWith(library, StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static async Task<string> GenerateAsync(string document, CSharpJsonLibrary json)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "RoadmapClient",
            CSharpGeneratorSettings = { Namespace = Namespace, JsonLibrary = json },
        };
        return new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(document), settings).GenerateFile();
    }

    /// <summary>The type <c>Use</c> of the code that is compiled with the client.</summary>
    public static Type Compile(string client, string use)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Debug);
        var sources = new[] { client, $"using {Namespace};\n{use}" }.Select(source => CSharpSyntaxTree.ParseText(source));
        var compilation = CSharpCompilation.Create($"{Namespace}{Guid.NewGuid():N}", sources, s_references, options);

        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(assembly);
        emitted.Diagnostics.Where(problem => problem.Severity == DiagnosticSeverity.Error)
            .Select(problem => problem.ToString()).ShouldBeEmpty();
        return Assembly.Load(assembly.ToArray()).GetType("Use")!;
    }
}
