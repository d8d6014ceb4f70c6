using Roadmap.GenerateTypes;

namespace Roadmap.Tests.Web;

public sealed class GeneratedTypesTests
{
    [Fact]
    public void The_committed_TypeScript_types_are_what_the_contract_says_now()
    {
        var committed = File.ReadAllText(TypeScriptContracts.OutputFile);

        // A diff of the two texts would fill pages; the command's own diff in version control is the better one.
        (TypeScriptContracts.Generate() == committed).ShouldBeTrue("the contract has changed: run `dotnet run --project clients/web/generate-types` and commit the file");
    }
}
