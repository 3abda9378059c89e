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
    public static T Read<T>(ReadOnlySpan<byte> body, Func<Field, T> read)
    {
        // Strings are taken as they come; a provider would refuse them, or read something else than we did.
        if (!Utf8.IsValid(body))
            throw DialectException.Malformed("it is not valid UTF-8");
        // Also where nobody looks: what is passed on as it came could not be written.
        if (HalfSurrogates.Next(body, 0) >= 0)
            throw DialectException.Malformed("a string holds half of a surrogate pair");
        try
        {
            var root = JsonElement.Parse(body, Options);
            return root.ValueKind == JsonValueKind.Object ? read(new Field(root)) : throw DialectException.Malformed("it is not an object");
        }
        catch (JsonException e) when (e.LineNumber is null)
        {
            // Only of a name that is there twice nobody says where.
            throw DialectException.Malformed("an object in it names a member twice");
        }
        catch (JsonException e)
        {
            throw DialectException.Malformed($"it is malformed, or nested deeper than {MaxDepth} levels, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }
}
