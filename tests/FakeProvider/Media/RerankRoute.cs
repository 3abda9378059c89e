using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Media;

/// <summary><c>POST /rerank</c>: a document's score is the share of the query's words that it contains.</summary>
internal sealed class RerankRoute : IRoute
{
    public bool Serves(Call call) => call.Method == "POST" && call.Path.EndsWith("/rerank", StringComparison.Ordinal);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var call = exchange.Call;
        if ((Refusal.Of(call) ?? (call.Text("query") is null || !call.Member("documents").Items().Any() ? Refusal.Invalid("'query' and 'documents' are required") : null)) is { } refusal)
            return exchange.Wire.LiteralAsync(refusal);
        var query = Words.Of(call.Text("query")!);
        var documents = call.Member("documents").Items().Select(document => document.AsText() ?? document.At("text").AsText() ?? "").ToList();
        var ranked = documents.Index().Select(document => (document.Index, document.Item, Score: Score(query, document.Item)))
            .OrderByDescending(document => document.Score).ThenBy(document => document.Index)
            .Take(call.Number("top_n") ?? documents.Count)
            .Select(document => Result(document.Index, document.Score, call.Member("return_documents").IsTrue() ? document.Item : null));
        return exchange.Wire.WholeAsync(new JsonObject
        {
            ["id"] = $"rerank-fake{exchange.Seq}",
            ["model"] = call.Model,
            ["results"] = new JsonArray([.. ranked]),
            ["usage"] = new JsonObject { ["total_tokens"] = query.Length + documents.Sum(document => Words.Of(document).Length) },
        });
    }

    private static double Score(string[] query, string document) =>
        query.Length == 0 ? 0 : (double)query.Count(word => Words.Of(document).Contains(word)) / query.Length;

    private static JsonObject Result(int index, double score, string? document)
    {
        var result = new JsonObject { ["index"] = index, ["relevance_score"] = score };
        if (document is not null)
            result["document"] = new JsonObject { ["text"] = document };
        return result;
    }
}
