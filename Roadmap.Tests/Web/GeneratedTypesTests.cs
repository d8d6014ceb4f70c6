using Roadmap.GenerateTypes;

namespace Roadmap.Tests.Web;

public sealed class GeneratedTypesTests
{
    [Fact]
    public void The_committed_TypeScript_types_are_what_the_contract_says_now()
    {
        var committed = File.ReadAllText(TypeScriptContracts.OutputFile);

        TypeScriptContracts.Generate().ShouldBe(committed, "run `dotnet run --project clients/web/generate-types` and commit the file");
    }
}
