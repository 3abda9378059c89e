using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary><c>POST /embeddings</c>.</summary>
internal sealed class EmbeddingRoute : IRoute
{
    public bool Serves(Call call) => call.Method == "POST" && call.Path.EndsWith("/embeddings", StringComparison.Ordinal);

    public Task<Ending> AnswerAsync(Exchange exchange) => Refusal.Of(exchange.Call) is { } refusal
        ? exchange.Wire.LiteralAsync(refusal)
        : exchange.Wire.WholeAsync(Embeddings.Whole(exchange.Call, exchange.Answer));
}
