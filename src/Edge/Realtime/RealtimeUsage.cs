using System.Text.Json;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Realtime;

/// <summary>Finds what a response of a session took, in the event that ends it.</summary>
internal static class RealtimeUsage
{
    /// <param name="message">An event of the provider's, whole.</param>
    /// <param name="usage">What it took; nothing known where the provider does not say.</param>
    /// <returns>False for every other event.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out TokenUsage? usage)
    {
        usage = null;
        // Sound comes in thousands of events, each of which is looked at no closer than this.
        if (message.IndexOf("response.done"u8) < 0)
            return false;
        try
        {
            var json = new Utf8JsonReader(message);
            return json.Read() && json.TokenType == JsonTokenType.StartObject && Read(ref json, ref usage);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Read(ref Utf8JsonReader json, ref TokenUsage? usage)
    {
        var done = false;
        while (json.NextMember())
        {
            var (type, response) = (json.ValueTextEquals("type"u8), json.ValueTextEquals("response"u8));
            json.Read();
            if (type)
                done = json.TokenType == JsonTokenType.String && json.ValueTextEquals("response.done"u8);
            if (response && json.TokenType == JsonTokenType.StartObject)
                usage = OfResponse(ref json);
            else
                json.Skip();
        }
        return done;
    }

    private static TokenUsage? OfResponse(ref Utf8JsonReader json)
    {
        TokenUsage? usage = null;
        while (json.NextMember())
        {
            var wanted = json.ValueTextEquals("usage"u8);
            json.Read();
            if (wanted && json.TokenType == JsonTokenType.StartObject)
                usage = UsageJson.Read(ref json);
            else
                json.Skip();
        }
        return usage;
    }
}
