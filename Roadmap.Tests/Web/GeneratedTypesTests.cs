using Roadmap.GenerateTypes;

namespace Roadmap.Tests.Web;

public sealed class GeneratedTypesTests
{
    [Fact]
    public void The_committed_TypeScript_types_are_what_the_contract_says_now()
    {
        foreach (var (name, text) in TypeScriptContracts.Generate())
        {
            var committed = File.ReadAllText(Path.Combine(TypeScriptContracts.OutputDirectory, name));

            // A diff of the two texts would fill pages; the command's own diff in version control is the better one.
            (text == committed).ShouldBeTrue(
                $"the contract has changed: run `dotnet run --project clients/task-progress/generate-types` and commit {name}");
        }
    }
}
