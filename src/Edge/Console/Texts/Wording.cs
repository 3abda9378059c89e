using System.Collections.Frozen;
using System.Text.Json;

namespace AiGateway.Edge.Console.Texts;

/// <summary>
/// The console's texts in one language. They are asked for by their English wording; the other languages are files beside this one. Cultures
/// of the framework are not used: the process runs without their data, so that numbers and times look the same everywhere.
/// </summary>
internal sealed class Wording
{
    public const string English = "en";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Others = new[] { "zh", "ja" }.ToFrozenDictionary(language => language, Read);

    private readonly FrozenDictionary<string, string>? _texts;

    private Wording(string language) => _texts = Others.GetValueOrDefault(language);

    public static IReadOnlyList<string> Languages { get; } = [English, "zh", "ja"];

    /// <summary>A language in itself.</summary>
    public static string NameOf(string language) => language switch { "zh" => "中文", "ja" => "日本語", _ => "English" };

    public static Wording Of(string language) => new(language);

    /// <summary>The text; in English where it has no translation.</summary>
    public string this[string english] => _texts?.GetValueOrDefault(english) ?? english;

    private static FrozenDictionary<string, string> Read(string language)
    {
        using var stream = typeof(Wording).Assembly.GetManifestResourceStream($"AiGateway.Edge.Console.Texts.{language}.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
