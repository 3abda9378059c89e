using System.Text.RegularExpressions;

namespace AiGateway.Edge.Catalog.Yaml;

/// <summary>
/// Lets <c>${NAME}</c> stand unquoted inside <c>{ … }</c> and <c>[ … ]</c>, where YAML would take its braces as its own.
/// Before parsing they are swapped, one for one so that positions stay true, for characters that no text holds;
/// afterwards they are swapped back.
/// </summary>
internal static partial class VariableMask
{
    private const string Shown = "{}[],";

    // Unicode noncharacters, never meant for interchange: U+FDD0 to U+FDD4.
    private const char FirstHidden = '\uFDD0';

    private const char LastHidden = '\uFDD4';

    public static int IndexOfReserved(string text) => text.AsSpan().IndexOfAnyInRange(FirstHidden, LastHidden);

    public static string Hide(string text) =>
        Variable().Replace(text, match => Swap(match.Value, HideOne));

    public static string Show(string text) =>
        IndexOfReserved(text) < 0 ? text : Swap(text, ShowOne);

    private static char HideOne(char c) => Shown.IndexOf(c, StringComparison.Ordinal) is >= 0 and var i ? (char)(FirstHidden + i) : c;

    private static char ShowOne(char c) => c is >= FirstHidden and <= LastHidden ? Shown[c - FirstHidden] : c;

    private static string Swap(string text, Func<char, char> swap) =>
        string.Create(text.Length, (text, swap), static (result, source) =>
        {
            for (var i = 0; i < result.Length; i++)
                result[i] = source.swap(source.text[i]);
        });

    // Stops at the next brace of either kind, so that the search is linear whatever the text, and at quotes, so that
    // one left open inside them does not reach for a brace behind.
    [GeneratedRegex(@"\$\{[^{}'""\r\n]*\}")]
    private static partial Regex Variable();
}
