using System.Text;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>
/// Names of the documents of one request as Converse wants them: letters, digits, hyphens, parentheses, square brackets and
/// single blanks; each once.
/// </summary>
internal sealed class DocumentNames
{
    private const int MaxLength = 200;
    private const string Unnamed = "Document";

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string Next(string? name)
    {
        var tidy = Tidy(name);
        var unique = tidy;
        for (var number = 2; !_taken.Add(unique); number++)
            unique = $"{tidy} ({number})";
        return unique;
    }

    private static string Tidy(string? name)
    {
        var tidy = new StringBuilder();
        foreach (var c in name ?? "")
        {
            var kept = char.IsAsciiLetterOrDigit(c) || c is '(' or ')' or '[' or ']' ? c : char.IsWhiteSpace(c) ? ' ' : '-';
            if (tidy.Length < MaxLength && (kept is not (' ' or '-') || tidy.Length == 0 || tidy[^1] != kept))
                tidy.Append(kept);
        }
        var text = tidy.ToString().Trim(' ', '-');
        return text.Length == 0 ? Unnamed : text;
    }
}
