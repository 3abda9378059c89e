using System.Text.RegularExpressions;
using AiGateway.Edge.Console.Texts;

namespace AiGateway.Edge.Tests.Console;

public sealed partial class WordingTests
{
    [Theory]
    [InlineData("zh")]
    [InlineData("ja")]
    public void Every_text_of_the_console_is_translated(string language)
    {
        var wording = Wording.Of(language);
        var texts = Texts().ToList();

        Assert.True(texts.Count > 80, $"Only {texts.Count} texts were found.");
        Assert.DoesNotContain(texts, text => text is not "Id" && wording[text] == text);
    }

    [Fact]
    public void A_text_without_translation_is_shown_in_English() => Assert.Equal("no such text", Wording.Of("ja")["no such text"]);

    private static IEnumerable<string> Texts()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AiGateway.sln")))
            folder = folder.Parent!;
        return Directory.EnumerateFiles(Path.Combine(folder.FullName, "src", "Edge", "Console"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Text().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct(StringComparer.Ordinal);
    }

    [GeneratedRegex("""\bT\["([^"]+)"\]""")]
    private static partial Regex Text();
}
