using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Roadmap.Api.EventLog.Quotas;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Callers;

/// <summary>The table of limits that operators read has all of them, with the defaults that they really have.</summary>
public sealed class LimitsTableTests
{
    private const int Kilo = 1024;

    private static readonly string[] s_rows = Rows();

    public static TheoryData<string, string> Settings => new(
        from options in new object[] { new LimitsOptions(), new BodyOptions(), new QuotaOptions() }
        from property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        select (property.Name, property.GetValue(options) switch
        {
            TimeSpan time => $"`{time:c}`",
            var number => string.Create(CultureInfo.InvariantCulture, $"{number:N0}"),
        }));

    public static TheoryData<string, long> Bounds => new(
        from bound in typeof(ContractLimits).GetFields(BindingFlags.Public | BindingFlags.Static)
        where bound.IsLiteral && bound.FieldType != typeof(string) && bound.Name != nameof(ContractLimits.MaxSeq)
        select (bound.Name, Convert.ToInt64(bound.GetRawConstantValue(), CultureInfo.InvariantCulture)));

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_is_in_the_table_with_its_default(string name, string value)
    {
        var row = s_rows.Where(cells => cells.Contains($"`Limits:{name}`", StringComparison.Ordinal)).ShouldHaveSingleItem();
        row.Split('|')[3].Trim().ShouldBe(value);
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Every_bound_of_the_protocol_is_in_the_table(string name, long bound)
    {
        var written = name.EndsWith("Bytes", StringComparison.Ordinal)
            ? bound % (Kilo * Kilo) == 0 ? $"{bound / (Kilo * Kilo)} MiB" : $"{bound / Kilo} KiB"
            : string.Create(CultureInfo.InvariantCulture, $"{bound:N0}");
        s_rows.Select(row => row.Split('|')[3]).ShouldContain(cell => cell.Contains(written, StringComparison.Ordinal), name);
    }

    [Fact]
    public void Every_row_says_what_one_more_is_answered_with() =>
        s_rows.ShouldAllBe(row => row.Split('|').Length == 6 && row.Split('|')[4].Trim().Length > 0);

    [Fact]
    public void Every_row_has_a_test_at_its_limit_and_every_such_test_its_row()
    {
        var tried = typeof(LimitsTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetCustomAttributes<AtLimitAttribute>())
            .Select(limit => limit.What)
            .Distinct();
        tried.ShouldBe(s_rows.Select(row => row.Split('|')[1].Trim()), ignoreOrder: true);
    }

    private static string[] Rows([CallerFilePath] string here = "")
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "operations.md"));
        var begin = page.IndexOf("\n## Limits\n", StringComparison.Ordinal);
        var end = page.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        return [.. page[begin..end].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];
    }
}
