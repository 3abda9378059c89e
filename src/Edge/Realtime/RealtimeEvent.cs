using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Realtime;

/// <summary>What an event of a provider's means for the account of its session.</summary>
internal enum RealtimeEvent
{
    Other,

    /// <summary>An answer begins.</summary>
    ResponseCreated,

    /// <summary>A piece of an answer, of whatever kind.</summary>
    Content,

    /// <summary>An answer has ended, and says what it took.</summary>
    ResponseDone,

    Error,
}

/// <summary>Tells events apart. Sound comes in thousands of them: no more is read than up to the type, which stands in front.</summary>
internal static class RealtimeEvents
{
    public static RealtimeEvent Of(ReadOnlySpan<byte> message)
    {
        try
        {
            var json = new Utf8JsonReader(message);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return RealtimeEvent.Other;
            while (json.NextMember())
            {
                var isType = json.ValueTextEquals("type"u8);
                json.Read();
                if (isType)
                    return json.TokenType == JsonTokenType.String ? Named(ref json) : RealtimeEvent.Other;
                json.Skip();
            }
        }
        catch (JsonException)
        {
            // The caller's client will have its own opinion of it.
        }
        return RealtimeEvent.Other;
    }

    private static RealtimeEvent Named(ref Utf8JsonReader json) =>
        json.ValueSpan.StartsWith("response."u8) && json.ValueSpan.EndsWith(".delta"u8) ? RealtimeEvent.Content
        : json.ValueTextEquals("response.done"u8) ? RealtimeEvent.ResponseDone
        : json.ValueTextEquals("response.created"u8) ? RealtimeEvent.ResponseCreated
        : json.ValueTextEquals("error"u8) ? RealtimeEvent.Error
        : RealtimeEvent.Other;
}
