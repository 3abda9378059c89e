using System.Text.Json;
using System.Text.Unicode;

namespace AiGateway.Core.Dialects.Json;

/// <summary>The body of a request, read whole.</summary>
internal static class RequestDocument
{
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <param name="read">Makes of the body's object what it stands for.</param>
    /// <exception cref="DialectException">It is no JSON object, or not what <paramref name="read"/> wants.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, Func<Field, T> read)
    {
        // Strings are taken as they come; a provider would refuse them, or read something else than we did.
        if (!Utf8.IsValid(body.Span))
            throw DialectException.Malformed("it is not valid UTF-8");
        // Also where nobody looks: what is passed on as it came could not be written.
        if (HalfSurrogates.Next(body.Span, 0) >= 0)
            throw DialectException.Malformed("a string holds half of a surrogate pair");
        try
        {
            var root = JsonElement.Parse(body.Span, Options);
            return root.ValueKind == JsonValueKind.Object ? read(new Field(root)) : throw DialectException.Malformed("it is not an object");
        }
        catch (JsonException e)
        {
            throw DialectException.Malformed($"it is malformed, names a member twice, or is nested deeper than {MaxDepth} levels, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }
}
