using System.Buffers;
using System.Text;

namespace AiGateway.Edge.Catalog;

/// <summary>
/// Replaces <c>${NAME}</c>, <c>${NAME:-default}</c> and <c>${file:/path}</c> in a value; <c>$${</c> stands for <c>${</c>.
/// What comes in is not looked at again, so a secret may hold any of these itself.
/// </summary>
/// <param name="environment">Gives a variable's value; null when it is not set.</param>
/// <param name="readFile">Gives a file's text; null when it cannot be read.</param>
internal sealed class Variables(Func<string, string?> environment, Func<string, string?> readFile)
{
    private const string FilePrefix = "file:";

    private readonly string? _refusal;

    private Variables(string refusal)
        : this(_ => null, _ => null) => _refusal = refusal;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Where there are none: what would be one is reported so.</summary>
    public static Variables None(string refusal) => new(refusal);

    /// <returns>The name of the variable that a text consists of; null for any other text.</returns>
    public static string? SoleName(string text) =>
        text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}') && IsName(text[2..^1]) ? text[2..^1] : null;

    /// <returns>The value; null when something was reported.</returns>
    public string? Expand(string text, Action<string> report)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;

        var result = new StringBuilder();
        var sound = true;
        var rest = text.AsSpan();
        while (rest.IndexOf("${", StringComparison.Ordinal) is >= 0 and var start)
        {
            result.Append(rest[..start]);
            var isLiteral = start > 0 && rest[start - 1] == '$';
            rest = rest[(start + 2)..];
            if (isLiteral)
            {
                result.Length--;
                result.Append("${");
                continue;
            }

            var end = rest.IndexOf('}');
            if (end < 0)
            {
                report("has a ${ without its }; close it, or write $${ if it is meant as it stands");
                return null;
            }

            if (Value(rest[..end].ToString(), report) is { } value)
                result.Append(value);
            else
                sound = false;
            rest = rest[(end + 1)..];
        }

        return sound ? result.Append(rest).ToString() : null;
    }

    private string? Value(string reference, Action<string> report)
    {
        if (_refusal is not null)
        {
            report(_refusal);
            return null;
        }
        if (reference.StartsWith(FilePrefix, StringComparison.Ordinal))
            return FileText(reference[FilePrefix.Length..], report);

        var (name, fallback) = reference.IndexOf(":-", StringComparison.Ordinal) is >= 0 and var colon
            ? (reference[..colon], reference[(colon + 2)..])
            : (reference, null);
        if (!IsName(name))
            report("has a ${ that begins no variable; write ${NAME}, ${NAME:-default}, ${file:/path}, or $${ if it is meant as it stands");
        else if (environment(name) is { } value && (value.Length > 0 || fallback is null))
            return value;
        else if (fallback is not null)
            return fallback;
        else
            report($"${{{name}}} is not set; set it or give a default: ${{{name}:-…}}");
        return null;
    }

    private string? FileText(string path, Action<string> report)
    {
        if (path.Length > 0 && readFile(path) is { } text)
            return text.TrimEnd('\r', '\n');
        report($"${{file:{path}}} cannot be read; create the file, open it to the gateway's user, or correct the path");
        return null;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && !char.IsAsciiDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(NameCharacters);
}
