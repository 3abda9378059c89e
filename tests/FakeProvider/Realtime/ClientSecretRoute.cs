using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Realtime;

/// <summary><c>POST /realtime/client_secrets</c>: a key for a browser, which is its account's and soon of no use.</summary>
internal sealed class ClientSecretRoute(GivenTokens tokens) : IRoute
{
    private const int UsualLifeS = 600;
    private const int ShortestLifeS = 10;
    private const int LongestLifeS = 7200;

    public bool Serves(Call call) => call.Method == "POST" && call.Path.EndsWith("/realtime/client_secrets", StringComparison.Ordinal);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire) = (exchange.Call, exchange.Wire);
        if (Refusal.NoKey(call) is { } noKey)
            return wire.LiteralAsync(noKey);
        var asked = call.Member("expires_after").At("seconds").AsNumber() ?? UsualLifeS;
        if (asked is < ShortestLifeS or > LongestLifeS)
            return wire.LiteralAsync(Refusal.Invalid($"Invalid 'expires_after.seconds': {asked}. Expected a value between 10 and 7200."));
        var seconds = exchange.Answer.ExpiresInS ?? asked;
        var session = call.Member("session").AsObject() ?? new JsonObject { ["type"] = "realtime" };
        (session["object"], session["id"]) = ("realtime.session", $"sess_fake{exchange.Seq}");
        return wire.WholeAsync(new JsonObject
        {
            ["value"] = tokens.Make(GivenTokens.Ephemeral, ObjectStore.AccountOf(exchange.Key), seconds),
            ["expires_at"] = exchange.CreatedS + seconds,
            ["session"] = session,
        });
    }
}
