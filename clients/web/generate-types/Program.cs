using Roadmap.GenerateTypes;

await File.WriteAllTextAsync(TypeScriptContracts.OutputFile, TypeScriptContracts.Generate());
Console.WriteLine($"wrote {Path.GetRelativePath(Environment.CurrentDirectory, TypeScriptContracts.OutputFile)}");
