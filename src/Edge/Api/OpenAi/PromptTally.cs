using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>The size of a prompt, counted without building anything from it.</summary>
internal record struct PromptTally
{
    /// <summary>UTF-8 bytes of all text, escapes resolved.</summary>
    public long TextBytes { get; private set; }

    /// <summary>Of the longest text, bytes as they stand.</summary>
    public int LongestText { get; private set; }

    public int Messages { get; set; }

    /// <summary>Prompts of one call, each of which is answered by itself.</summary>
    public int Prompts { get; set; }

    /// <summary>Images, sounds and files. Their base64 is no text: counted as text, one photo would be a million tokens.</summary>
    public int MediaParts { get; private set; }

    /// <summary>Numbers of a prompt that is given as token ids.</summary>
    public long TokenIds { get; private set; }

    /// <summary>Takes one token; <paramref name="media"/> when it is the value of a member that holds media.</summary>
    public void Add(ref Utf8JsonReader json, bool media, bool idsCount)
    {
        if (json.TokenType == JsonTokenType.String && media)
            MediaParts++;
        else if (json.TokenType == JsonTokenType.String)
            (LongestText, TextBytes) = (Math.Max(LongestText, json.ValueSpan.Length), TextBytes + TextLength(ref json));
        else if (json.TokenType == JsonTokenType.Number && idsCount)
            TokenIds++;
    }

    /// <summary>With text that is not in the body.</summary>
    public readonly PromptTally WithText(long bytes) => this with { TextBytes = TextBytes + bytes };

    private static int TextLength(ref Utf8JsonReader json) => json.ValueIsEscaped ? JsonText.UnescapedLength(json.ValueSpan) : json.ValueSpan.Length;

    /// <summary>Members of message parts whose string is an address or base64: <c>image_url.url</c>, <c>input_audio.data</c>, <c>file.file_data</c>.</summary>
    public static bool IsMediaMember(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("url"u8) || name.SequenceEqual("image_url"u8) || name.SequenceEqual("data"u8) || name.SequenceEqual("file_data"u8)
        || name.SequenceEqual("fileUri"u8) || name.SequenceEqual("file_uri"u8);
}
