using System.Text.RegularExpressions;

namespace AiGateway.Edge.Objects;

/// <summary>Names of fields in forms about what is kept, such as <c>input_reference[file_id]</c>.</summary>
internal static partial class FieldName
{
    /// <summary>Whether all readers of forms take it for the same.</summary>
    public static bool IsPlain(string name) => Plain().IsMatch(name);

    /// <summary>The names in it: those of a member, of the members around it, and of none for an element of a list.</summary>
    public static (string Member, string Parent) Place(string name)
    {
        var names = name.Split(['[', ']'], StringSplitOptions.RemoveEmptyEntries).Where(part => !part.All(char.IsAsciiDigit)).ToArray();
        return (names.Length > 0 ? names[^1] : "", names.Length > 1 ? names[^2] : "");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.\-\[\]]{1,128}\z")]
    private static partial Regex Plain();
}
