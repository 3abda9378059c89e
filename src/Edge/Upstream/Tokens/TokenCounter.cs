using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;
using Microsoft.ML.Tokenizers;

namespace AiGateway.Edge.Upstream.Tokens;

/// <summary>
/// Counts tokens with OpenAI's o200k vocabulary, for providers that do not say and for clients that hang up.
/// The vocabulary takes about 200 ms and tens of megabytes, so it is loaded when the first text is counted and not before.
/// </summary>
internal sealed class TokenCounter
{
    /// <summary>Text beyond this is not counted but estimated at <see cref="BytesPerToken"/>.</summary>
    public const int LongestCounted = 1024 * 1024;

    private const int BytesPerToken = 4;

    // Gateway estimates must not fall short of what the provider bills.
    private const int MarginPercent = 2;

    private readonly Lazy<TiktokenTokenizer> _tokenizer = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    public bool IsLoaded => _tokenizer.IsValueCreated;

    /// <summary>Exact o200k tokens of a text.</summary>
    public long Count(ReadOnlySpan<char> text)
    {
        long tokens = 0;
        while (!text.IsEmpty)
        {
            var length = TextPieces.Next(text);
            tokens += _tokenizer.Value.CountTokens(text[..length]);
            text = text[length..];
        }

        return tokens;
    }

    /// <summary>Tokens to settle a text at: counted, and 2 % on top.</summary>
    public long CountText(ReadOnlySpan<char> text) =>
        text.Length > LongestCounted ? ByLength(Encoding.UTF8.GetByteCount(text)) : WithMargin(Count(text));

    /// <inheritdoc cref="CountText(ReadOnlySpan{char})"/>
    public long CountText(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestCounted)
            return ByLength(utf8.Length);
        var chars = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return WithMargin(Count(chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, chars))));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>Tokens to settle the text of an answer at.</summary>
    public long CountAnswer(OpenAi.ContentLog content)
    {
        if (!content.IsWhole)
            return ByLength(content.TotalBytes);

        var escaped = content.Escaped;
        var quoted = ArrayPool<byte>.Shared.Rent(escaped.Length + 2);
        try
        {
            quoted[0] = quoted[escaped.Length + 1] = (byte)'"';
            escaped.CopyTo(quoted.AsSpan(1));
            var json = new Utf8JsonReader(quoted.AsSpan(0, escaped.Length + 2));
            json.Read();
            return WithMargin(CountString(ref json));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(quoted);
        }
    }

    /// <summary>Exact tokens of the JSON string a reader stands at; by its length when it holds half of a surrogate pair.</summary>
    internal long CountString(ref Utf8JsonReader json)
    {
        var chars = ArrayPool<char>.Shared.Rent(json.ValueSpan.Length);
        try
        {
            return Count(chars.AsSpan(0, json.CopyString(chars)));
        }
        catch (InvalidOperationException)
        {
            return ByLength(json.ValueSpan.Length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    private static long ByLength(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    private static long WithMargin(long tokens) => ((tokens * (100 + MarginPercent)) + 99) / 100;
}
