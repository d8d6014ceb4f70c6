[assembly: AssemblyFixture(typeof(Roadmap.Tests.Support.NoTokenIsTold))]

namespace Roadmap.Tests.Support;

/// <summary>Judges the whole run when it has ended.</summary>
public sealed class NoTokenIsTold : IDisposable
{
    public void Dispose() => TokenSearch.OfAll.Found.ShouldBeEmpty("a token is in what a server has logged, counted or traced");
}
