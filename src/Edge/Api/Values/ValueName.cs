using System.Text;
using System.Text.Json;

namespace AiGateway.Edge.Api.Values;

/// <summary>A member of a request, as its dialect spells it and, where that has humps, with underscores, which Google takes as well.</summary>
/// <param name="name">As the dialect spells it.</param>
/// <param name="isOwned">Whether it stands in the object that holds some, rather than at the top.</param>
internal sealed class ValueName(string name, bool isOwned = false)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);
    private readonly byte[] _underscored = Encoding.UTF8.GetBytes(string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}")));

    public bool IsOwned => isOwned;

    public override string ToString() => name;

    /// <summary>Whether it is the one that the reader stands at.</summary>
    public bool IsAt(ref readonly Utf8JsonReader json) => json.ValueTextEquals(_name) || json.ValueTextEquals(_underscored);
}
