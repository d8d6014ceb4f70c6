using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Roadmap.Hubs.Operations;

/// <summary>How every section of the settings is read: its class holds the defaults, and checks what was set.</summary>
public static class CheckedOptions
{
    /// <summary>A value out of range stops the start, with a message that names the setting and a good value.</summary>
    public static OptionsBuilder<T> AddChecked<T>(this IServiceCollection services, string section)
        where T : class, IValidateOptions<T>, new()
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, T>());
        return services.AddReadable<T>(section);
    }

    /// <summary>The same for options of which every value that can be read is in range.</summary>
    public static OptionsBuilder<T> AddReadable<T>(this IServiceCollection services, string section)
        where T : class, new() => services.AddOptions<T>()
        .Configure<IConfiguration>((_, configuration) => SettingTexts.Demand<T>(configuration.GetSection(section)))
        .BindConfiguration(section)
        .ValidateOnStart();

    /// <summary>For what has to be known before there are options.</summary>
    /// <exception cref="OptionsValidationException">A value cannot be read.</exception>
    public static T Read<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        SettingTexts.Demand<T>(configuration.GetSection(section));
        return configuration.GetSection(section).Get<T>() ?? new T();
    }

    /// <param name="problems">A sentence for each value that is out of range.</param>
    public static ValidateOptionsResult Result(IReadOnlyCollection<string> problems) =>
        problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
}
