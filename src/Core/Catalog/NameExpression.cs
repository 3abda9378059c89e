using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace AiGateway.Core.Catalog;

/// <summary>
/// A regular expression in place of a model's name, written behind a <c>~</c>: no name has one, it needs no quotes in YAML and no
/// escape in an address, unlike the slashes that usually enclose expressions, which names are full of. It must fit the whole name.
/// </summary>
public sealed class NameExpression
{
    public const char Mark = '~';

    // Linear in the name whatever the expression: callers choose the names.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Regex _regex;

    private NameExpression(Regex regex) => _regex = regex;

    /// <summary>Whether an id is meant as an expression.</summary>
    public static bool Is(string id) => id.StartsWith(Mark);

    /// <param name="id">With its mark.</param>
    /// <param name="expression">Null when it is none.</param>
    /// <param name="fault">What is wrong with it, for people.</param>
    public static bool TryCreate(string id, [NotNullWhen(true)] out NameExpression? expression, [NotNullWhen(false)] out string? fault)
    {
        (expression, fault) = (null, null);
        try
        {
            // By itself first, or one with a parenthesis too many could get out of those put around it.
            _ = new Regex(id[1..], Options);
            expression = new NameExpression(new Regex($@"\A(?:{id[1..]})\z", Options));
            return true;
        }
        catch (RegexParseException e)
        {
            fault = $"is no regular expression, at character {e.Offset + 1}: {e.Error}";
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            fault = "is too large an expression, or looks back or around, which would cost callers' time; write a simpler one";
        }

        return false;
    }

    /// <param name="name">What a caller asked for; longer ones than a catalog may hold fit nothing.</param>
    /// <param name="start">Where in the name stands what the <c>*</c> of a target stands for: what the first group took, without groups all of it.</param>
    /// <param name="length">How long that is.</param>
    public bool TryMatch(ReadOnlySpan<char> name, out int start, out int length)
    {
        (start, length) = (0, name.Length);
        if (name.Length > CatalogBounds.ModelNameLength || !_regex.IsMatch(name))
            return false;
        if (_regex.Match(name.ToString()).Groups is [_, var first, ..])
            (start, length) = (first.Index, first.Length);
        return true;
    }
}
