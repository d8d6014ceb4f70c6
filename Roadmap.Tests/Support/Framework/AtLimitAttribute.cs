namespace Roadmap.Tests.Support;

/// <summary>The test tries a limit: just below it, at it, and beyond it.</summary>
/// <param name="what">The limit, as the first cell of its row names it in the table of docs/operations.md.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AtLimitAttribute(string what) : Attribute
{
    public string What => what;
}
