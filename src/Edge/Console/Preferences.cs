using AiGateway.Edge.Console.Texts;

namespace AiGateway.Edge.Console;

/// <summary>How somebody likes the console, kept in cookies of his browser.</summary>
/// <param name="Language">One of <see cref="Wording.Languages"/>.</param>
/// <param name="IsDark">Null: as his system has it.</param>
internal sealed record Preferences(string Language, bool? IsDark)
{
    public const string LanguageCookie = "agw-language";
    public const string ThemeCookie = "agw-theme";

    public static Preferences Usual { get; } = new(Wording.English, null);

    public static Preferences Of(HttpContext http)
    {
        var cookies = http.Request.Cookies;
        var language = cookies[LanguageCookie] is { } chosen && Wording.Languages.Contains(chosen) ? chosen : Accepted(http);
        return new Preferences(language, cookies[ThemeCookie] switch { "dark" => true, "light" => false, _ => null });
    }

    private static string Accepted(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(each => each.Quality ?? 1)
            .Select(each => each.Value.Value?.Split('-')[0].ToLowerInvariant()).FirstOrDefault(each => each is not null && Wording.Languages.Contains(each)) ?? Wording.English;
}
