using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>
/// The names under which models hand out thoughts that only the account that made them can read: Gemini's and Anthropic's
/// signatures, and reasoning that is encrypted as a whole.
/// </summary>
internal static class SignatureMembers
{
    public static bool Is(ReadOnlySpan<byte> name) => name.Length switch
    {
        9 => name.SequenceEqual("signature"u8),
        16 => name.SequenceEqual("thoughtSignature"u8),
        17 => name.SequenceEqual("thought_signature"u8) || name.SequenceEqual("encrypted_content"u8),
        _ => false,
    };

    /// <summary>The list whose members call the encrypted thought itself just <c>data</c>.</summary>
    public static bool IsDetails(ReadOnlySpan<byte> name) => name.SequenceEqual("reasoning_details"u8);

    public static bool IsDetail(ReadOnlySpan<byte> name) => name.SequenceEqual("data"u8);

    /// <summary>Goes through a value and collects the signatures in it; leaves the reader at its end.</summary>
    /// <param name="details">Whether it is the value of a list of reasoning details.</param>
    public static void Collect(ref Utf8JsonReader json, bool details, ref List<ByteRange>? into)
    {
        var depth = json.CurrentDepth;
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var wanted = Is(json.ValueSpan) || (details && IsDetail(json.ValueSpan));
            // A list or object that follows is gone through like everything else.
            json.Read();
            if (wanted && json.IsNonEmptyString())
                (into ??= []).Add(json.Token());
        }
    }
}
