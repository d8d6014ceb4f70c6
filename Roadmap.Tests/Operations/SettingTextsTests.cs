using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Operations;

/// <summary>A value that is none stops the start, with the setting's name and what it may be.</summary>
public sealed class SettingTextsTests
{
    private static readonly MethodInfo s_add = typeof(CheckedOptions).GetMethod(nameof(CheckedOptions.AddReadable))!;

    /// <summary>Every setting of every section that is no text, with a value that it cannot have.</summary>
    public static TheoryData<string, string, string> Wrong =>
    [
        .. Sections().SelectMany(
            options => options.GetProperties().Where(setting => setting.SetMethod is { IsPublic: true }),
            (options, setting) => (Options: options.FullName!, Setting: $"{SectionOf(options)}:{setting.Name}", Type: TypeOf(setting)))
            .SelectMany(
                each => WrongFor(each.Type),
                (each, value) => new TheoryDataRow<string, string, string>(each.Options, each.Setting, value)),
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_read_is_named_with_what_can(string options, string setting, string value)
    {
        var type = Sections().Single(each => each.FullName == options);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build());
        s_add.MakeGenericMethod(type).Invoke(null, [services, SectionOf(type)]);
        using var provider = services.BuildServiceProvider();

        var refused = Should.Throw<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        refused.Failures.ShouldHaveSingleItem().ShouldStartWith($"{setting} is '{value}'; it must be ");
    }

    [Theory]
    [InlineData("Auth:Mode", "Off", "None or Jwt")]
    [InlineData("Limits:Connections", "many", "a whole number, such as 20000")]
    [InlineData("Draining:Period", "5s", "a duration, [days.]hours:minutes:seconds, such as 00:00:05")]
    [InlineData("Retention:After", "24:00:00", "a duration, [days.]hours:minutes:seconds, such as 1.00:00:00")]
    [InlineData("Docs:Enabled", "yes", "true or false")]
    [InlineData("Legacy:Compatibility", "on", "true or false")]
    [InlineData("Ingest:RedisChannels", "on", "true or false")]
    public async Task So_it_is_when_the_program_starts(string setting, string value, string good)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => HubServer.StartAsync([$"--{setting}={value}"]));

        refused.Message.ShouldBe($"{setting} is '{value}'; it must be {good}.");
    }

    private static IEnumerable<Type> Sections() => new[] { typeof(CheckedOptions).Assembly, typeof(Program).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type is { IsAbstract: false, IsClass: true } && SectionOf(type) is not null);

    private static string? SectionOf(Type options) =>
        options.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static Type TypeOf(PropertyInfo setting) => Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;

    private static string[] WrongFor(Type type) => type switch
    {
        { IsEnum: true } => ["Off", "7", "0", string.Join(',', Enum.GetNames(type))],
        _ when type == typeof(bool) => ["yes", "1"],
        _ when type == typeof(int) || type == typeof(long) => ["many", "1.5", "99999999999999999999"],
        _ when type == typeof(TimeSpan) => ["5s", "24:00:00", "00:60:00", "00-00-05"],
        _ when type.IsValueType => throw new InvalidOperationException($"What is no {type.Name}?"),
        _ => [],
    };
}
