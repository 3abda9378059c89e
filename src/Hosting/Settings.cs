using AiGateway.Core.Catalog;
using Microsoft.Extensions.Configuration;

namespace AiGateway.Hosting;

/// <summary>Reads and checks a process's settings before anything is built on them.</summary>
public static class Settings
{
    /// <summary>
    /// Argument to the host builder. It would otherwise listen for changes in all folders below the program's own, and where
    /// a data directory lies there each write to it would wake this process, for settings that are read once.
    /// </summary>
    public const string ReadOnce = "--hostBuilder:reloadConfigOnChange=false";

    /// <param name="problems">What is wrong with the values, each saying what to do.</param>
    /// <exception cref="SettingsException">A value is missing or makes no sense.</exception>
    public static T Read<T>(IConfiguration configuration, string section, Func<T, IEnumerable<string>> problems)
        where T : new()
    {
        var unknown = Unknown(configuration.GetSection(section), [.. typeof(T).GetProperties().Where(p => p.CanWrite).Select(p => p.Name)]).ToList();
        if (unknown.Count > 0)
            throw new SettingsException(unknown);
        T settings;
        try
        {
            settings = configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException e)
        {
            // The outer message names the setting, the inner one what is wrong with it.
            throw new SettingsException([$"{section}: {e.Message} {e.InnerException?.Message}".TrimEnd()]);
        }
        var found = problems(settings).ToList();
        return found.Count == 0 ? settings : throw new SettingsException(found);
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, string[] known) =>
        from given in section.GetChildren()
        where !known.Contains(given.Key, StringComparer.OrdinalIgnoreCase)
        select NearestName.Of(given.Key, known) is { } nearest
            ? $"{given.Path} is no setting; did you mean {section.Key}:{nearest}?"
            : $"{given.Path} is no setting; {section.Key} has {string.Join(", ", known)}.";
}

/// <summary>Settings a process cannot start with; shown to the operator as they are, without a stack trace.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems));
