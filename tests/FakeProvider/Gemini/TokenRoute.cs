using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Gemini;

/// <summary><c>POST /token</c>: an access token for a signed claim. The key it must be signed with is in the configuration.</summary>
internal sealed class TokenRoute(GivenTokens tokens, IConfiguration configuration) : IRoute
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const int UsualLifeS = 3600;
    private readonly string? _publicKey = configuration["FakeProvider:TokenPublicKey"];

    public bool Serves(Call call) => call.Method == "POST" && call.Path.EndsWith("/token", StringComparison.Ordinal);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire) = (exchange.Call, exchange.Wire);
        if (call.Text("grant_type") != Grant)
            return wire.LiteralAsync(Refused("unsupported_grant_type", $"Invalid grant_type: {call.Text("grant_type")}"));
        if (SignedClaim.Fault(call.Text("assertion") ?? "", _publicKey, exchange.CreatedS, out var issuer) is { } fault)
            return wire.LiteralAsync(Refused("invalid_grant", fault));
        var seconds = exchange.Answer.ExpiresInS ?? UsualLifeS;
        return wire.WholeAsync(new JsonObject
        {
            ["access_token"] = tokens.Make(GivenTokens.Access, issuer, seconds),
            ["expires_in"] = seconds,
            ["token_type"] = "Bearer",
        });
    }

    private static Answer Refused(string error, string description) =>
        new() { Status = 400, Body = JsonSerializer.SerializeToElement(new { error, error_description = description }) };
}
