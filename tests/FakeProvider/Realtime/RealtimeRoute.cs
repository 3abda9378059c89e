using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Realtime;

/// <summary>The WebSocket at <c>/realtime</c>.</summary>
internal sealed class RealtimeRoute(GivenTokens tokens) : IRoute
{
    private const string Protocol = "realtime";

    public bool Serves(Call call) => call.Method == "GET" && call.Path.EndsWith("/realtime", StringComparison.Ordinal);

    public async Task<Ending> AnswerAsync(Exchange exchange)
    {
        var sockets = exchange.Context.WebSockets;
        if (Refused(exchange.Call, sockets.IsWebSocketRequest) is { } refusal)
            return await exchange.Wire.LiteralAsync(refusal);
        if (await exchange.Wire.BeginAsync(101, exchange.Answer.Headers, null) is { } over)
            return over;

        // Of the offered protocols one holds the key, which nobody repeats.
        var accept = new WebSocketAcceptContext { SubProtocol = sockets.WebSocketRequestedProtocols.Contains(Protocol) ? Protocol : null };
        if (exchange.Answer.CommentEveryMs > 0)
            accept.KeepAliveInterval = TimeSpan.FromMilliseconds(exchange.Answer.CommentEveryMs);
        using var socket = await sockets.AcceptWebSocketAsync(accept);
        return await new RealtimeSession(exchange, socket).RunAsync();
    }

    private Answer? Refused(Call call, bool isSocket)
    {
        if (Refusal.NoKey(call) is { } noKey)
            return noKey;
        if (tokens.IsRefused(call.Key!))
            return Refusal.Error(401, $"Incorrect API key provided: {call.Key}.", "invalid_request_error", "invalid_api_key");
        if (!isSocket)
            return Refusal.Invalid("Expected a WebSocket handshake.");
        return call.Model is null && !call.Key!.StartsWith("ek_", StringComparison.Ordinal) ? Refusal.Invalid("you must provide a model parameter") : null;
    }
}
