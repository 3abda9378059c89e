using System.Globalization;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>
/// What Google's parser takes beyond plain JSON, and clients count on: members in snake case as well as in camel case, a lone value
/// where a list is meant, and integers written as <c>40.0</c> or <c>"40"</c>.
/// </summary>
internal static class ProtoJson
{
    /// <summary>The members that say something, by their names in camel case.</summary>
    /// <exception cref="DialectException">This is no object.</exception>
    public static IEnumerable<(string Name, Field Field)> Present(this Field field)
    {
        foreach (var (name, member) in field.Members())
            if (!member.IsAbsent)
                yield return (Camel(name), member);
    }

    /// <summary>The elements, or the one value that stands for a list of one.</summary>
    public static List<Field> Many(this Field field) => field.IsAbsent || field.Value.ValueKind == JsonValueKind.Array ? field.Items() : [field];

    /// <summary>Null when absent.</summary>
    /// <exception cref="DialectException">It is no integer, or out of range.</exception>
    public static long? Whole(this Field field, long from, long to)
    {
        long number;
        switch (field.Value.ValueKind)
        {
            case JsonValueKind.String when long.TryParse(field.Value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number):
                break;
            case JsonValueKind.Number when !field.Value.TryGetInt64(out number) && field.Value.TryGetDouble(out var real) && real == Math.Floor(real) && Math.Abs(real) < 1e15:
                number = (long)real;
                break;
            default:
                return field.Integer(from, to);
        }
        return number >= from && number <= to ? number : throw DialectException.Invalid(field.Path, FormattableString.Invariant($"expected {from} to {to}"));
    }

    /// <summary><c>system_instruction</c> to <c>systemInstruction</c>.</summary>
    public static string Camel(string name)
    {
        var at = name.IndexOf('_', StringComparison.Ordinal);
        if (at <= 0)
            return name;
        var camel = new char[name.Length];
        var length = 0;
        var upper = false;
        foreach (var letter in name)
        {
            if (letter == '_')
                upper = true;
            else
            {
                camel[length++] = upper ? char.ToUpperInvariant(letter) : letter;
                upper = false;
            }
        }
        return new string(camel, 0, length);
    }
}
