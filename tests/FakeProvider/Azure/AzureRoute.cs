using System.Text.Json;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Azure;

/// <summary>
/// <c>/openai/deployments/{deployment}/{operation}?api-version=</c>, and <c>/openai/v1/{operation}</c> for those who bring an
/// <c>api-key</c>. It answers chats, with what Azure adds to them, and refuses what Azure would; the rest is OpenAI's.
/// </summary>
internal sealed class AzureRoute : IRoute
{
    private const string Deployments = "/openai/deployments/";

    private static readonly string[] OfDeployments =
    [
        "/completions", "/chat/completions", "/embeddings", "/audio/transcriptions", "/audio/translations", "/audio/speech", "/images/generations", "/images/edits",
    ];

    public bool Serves(Call call) => IsAzure(call) && (Refusal(call) is not null || IsChat(call));

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire) = (exchange.Call, exchange.Wire);
        wire.Usual["apim-request-id"] = $"fake-{exchange.Seq}";
        if ((Refusal(call) ?? Provider.Refusal.Of(call)) is { } refusal)
            return wire.LiteralAsync(refusal);
        var answer = new AzureAnswer(TextRoute.AnswerTo(exchange));
        return call.Stream ? exchange.StreamAsync(answer) : wire.WholeAsync(answer.Whole());
    }

    private static bool IsAzure(Call call) => call.Path.Contains(Deployments, StringComparison.Ordinal)
        || (call.Path.Contains("/openai/v1/", StringComparison.Ordinal) && call.Headers.ContainsKey("api-key"));

    private static bool IsChat(Call call) => call.Method == "POST" && call.Path.EndsWith("/chat/completions", StringComparison.Ordinal);

    private static Answer? Refusal(Call call)
    {
        if (call.Key is null)
            return Error(401, "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.");
        return IsNowhere(call) ? Error(404, "Resource not found") : null;
    }

    /// <summary>A deployment has few operations, and demands a version.</summary>
    private static bool IsNowhere(Call call) => call.Path.Contains(Deployments, StringComparison.Ordinal)
        && (!call.Query.ContainsKey("api-version") || !OfDeployments.Any(operation => call.Path.EndsWith(operation, StringComparison.Ordinal)));

    private static Answer Error(int status, string message) => new()
    {
        Status = status,
        Body = JsonSerializer.SerializeToElement(new { error = new { code = $"{status}", message } }),
    };
}
