namespace Roadmap.GenerateTypes;

internal static class Program
{
    private static async Task Main()
    {
        await File.WriteAllTextAsync(TypeScriptContracts.OutputFile, TypeScriptContracts.Generate());
        Console.WriteLine($"wrote {Path.GetRelativePath(Environment.CurrentDirectory, TypeScriptContracts.OutputFile)}");
    }
}
