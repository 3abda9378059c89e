using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Pinning;

/// <summary>The key of what stands in a body as a JSON string. Clients escape what they pass back in ways of their own.</summary>
internal static class PinToken
{
    /// <param name="quoted">The string, quotes included.</param>
    /// <returns>Null when it is no text: half of a surrogate pair.</returns>
    public static string? Key(PinKind kind, ReadOnlySpan<byte> quoted)
    {
        if (!quoted.Contains((byte)'\\'))
            return PinKey.Of(kind, quoted[1..^1]);
        var buffer = ArrayPool<byte>.Shared.Rent(quoted.Length);
        try
        {
            var json = new Utf8JsonReader(quoted);
            json.Read();
            return PinKey.Of(kind, buffer.AsSpan(0, json.CopyString(buffer)));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
