using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Roadmap.Hubs.Operations;

/// <summary>How every section of the settings is read: its class holds the defaults, and checks what was set.</summary>
public static class CheckedOptions
{
    /// <summary>A value out of range stops the start, with a message that names the setting and a good value.</summary>
    public static OptionsBuilder<T> AddChecked<T>(this IServiceCollection services, string section)
        where T : class, IValidateOptions<T>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, T>());
        return services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }

    /// <param name="problems">A sentence for each value that is out of range.</param>
    public static ValidateOptionsResult Result(IReadOnlyCollection<string> problems) =>
        problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
}
