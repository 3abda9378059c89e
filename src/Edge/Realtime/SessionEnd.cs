using System.Net.WebSockets;

namespace AiGateway.Edge.Realtime;

/// <summary>Why a session ends, as the side that did not end it is told.</summary>
/// <param name="Code">The close code. Those from 4000 on are the gateway's own.</param>
/// <param name="Reason">For a person to read; at most 123 bytes of UTF-8.</param>
internal readonly record struct SessionEnd(WebSocketCloseStatus Code, string Reason)
{
    /// <summary>The consumer, or the key it came with, is no longer let in.</summary>
    private const WebSocketCloseStatus Revoked = (WebSocketCloseStatus)4401;

    /// <summary>A limit of the consumer's is used up.</summary>
    private const WebSocketCloseStatus UsedUp = (WebSocketCloseStatus)4429;

    /// <summary>Nobody can say whether the consumer is still let in.</summary>
    private const WebSocketCloseStatus Unknown = (WebSocketCloseStatus)4503;

    private const int LongestReason = 123;

    public static SessionEnd OfRevocation => new(Revoked, "Your API key is no longer valid.");

    public static SessionEnd OfLostControlPlane => new(Unknown, "The gateway cannot check API keys at the moment. Connect again later.");

    public static SessionEnd OfShutdown => new(WebSocketCloseStatus.EndpointUnavailable, "The gateway is going away. Connect again.");

    public static SessionEnd OfBrokenProvider => new(WebSocketCloseStatus.InternalServerError, "The connection to the provider broke off.");

    /// <summary>Nobody is left to be told; the provider is told that the caller has gone.</summary>
    public static SessionEnd OfBrokenCaller => new(WebSocketCloseStatus.NormalClosure, "");

    public static SessionEnd OfTooLarge(int mostBytes) => new(WebSocketCloseStatus.MessageTooBig, $"A message may have at most {mostBytes} bytes.");

    public static SessionEnd OfLimit(string message) => new(UsedUp, Cut(message));

    /// <summary>What the other side said when it closed. Codes that only stand for the lack of one cannot be sent.</summary>
    public static SessionEnd Of(WebSocketCloseStatus? code, string? reason) => code is null or (WebSocketCloseStatus)1005 or (WebSocketCloseStatus)1006 or (WebSocketCloseStatus)1015
        ? new(WebSocketCloseStatus.NormalClosure, "")
        : new(code.Value, Cut(reason ?? ""));

    private static string Cut(string text)
    {
        while (System.Text.Encoding.UTF8.GetByteCount(text) > LongestReason)
            text = text[..^(char.IsLowSurrogate(text[^1]) ? 2 : 1)];
        return text;
    }
}
