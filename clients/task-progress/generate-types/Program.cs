namespace Roadmap.GenerateTypes;

internal static class Program
{
    private static async Task Main()
    {
        foreach (var (name, text) in TypeScriptContracts.Generate())
        {
            var file = Path.Combine(TypeScriptContracts.OutputDirectory, name);
            await File.WriteAllTextAsync(file, text);
            Console.WriteLine($"wrote {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
        }
    }
}
