using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Where the tokens of a reader over one whole body stand.</summary>
internal static class JsonTokens
{
    /// <summary>The current scalar, quotes included.</summary>
    public static ByteRange Token(this ref Utf8JsonReader json) => ByteRange.Between(json.TokenStartIndex, json.BytesConsumed);

    /// <summary>Moves to the end of the current value, whatever it is, and gives the bytes it takes.</summary>
    public static ByteRange SkipValue(this ref Utf8JsonReader json)
    {
        var start = json.TokenStartIndex;
        json.Skip();
        return ByteRange.Between(start, json.BytesConsumed);
    }

    /// <summary>Moves to the next member of the object being read; false at its end.</summary>
    public static bool NextMember(this ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next element of the array being read; false at its end.</summary>
    public static bool NextElement(this ref Utf8JsonReader json) => json.Read() && json.TokenType != JsonTokenType.EndArray;

    public static bool IsNonEmptyString(this ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String && json.ValueSpan.Length > 0;
}
