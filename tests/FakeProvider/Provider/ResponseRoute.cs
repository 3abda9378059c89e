using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary><c>POST /responses</c>: refers to what this account has kept, and keeps more.</summary>
internal sealed class ResponseRoute(ObjectStore store, ObjectRoutes objects) : IRoute
{
    public bool Serves(Call call) => call.Method == "POST" && (call.Path.EndsWith("/responses", StringComparison.Ordinal) || IsOfNone(call));

    /// <summary>Whether what follows on the path is no id.</summary>
    public static bool IsOfNone(Call call) => IsCount(call) || IsCompaction(call);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire) = (exchange.Call, exchange.Wire);
        if ((objects.Missing(call.Key, exchange.Entry.Body) ?? Refusal.Of(call) ?? Refused(call) ?? (IsCompaction(call) ? Compaction.Refused(call) : null)) is { } refusal)
            return wire.LiteralAsync(refusal);
        if (IsCount(call))
            return wire.WholeAsync(new JsonObject { ["object"] = "response.input_tokens", ["input_tokens"] = Asked.Of(call).PromptTokens });
        if (IsCompaction(call))
            return wire.WholeAsync(new Compaction(call, exchange.Answer, exchange.Seq, exchange.CreatedS).Whole());
        var response = new ResponseAnswer(call, exchange.Answer, exchange.Seq, exchange.CreatedS);
        var isLater = call.Member("background").IsTrue() && !call.Stream;
        var said = isLater ? response.Queued() : response.Whole();
        if (call.Store)
            store.AddResponse(call.Key!, said, call.Member("input"), isLater ? response.Whole() : null);
        return call.Stream ? exchange.StreamAsync(response) : wire.WholeAsync(said);
    }

    private static bool IsCount(Call call) => call.Path.EndsWith("/responses/input_tokens", StringComparison.Ordinal);

    private static bool IsCompaction(Call call) => call.Path.EndsWith("/responses/compact", StringComparison.Ordinal);

    /// <summary>What another account has made is of no use here.</summary>
    private Answer? Refused(Call call)
    {
        if (call.Text("previous_response_id") is { } previous && store.Find(call.Key!, previous) is null)
            return Refusal.Error(400, $"Previous response with id '{previous}' not found.", "invalid_request_error", "previous_response_not_found");
        if (ConversationOf(call) is { } conversation && store.Find(call.Key!, conversation) is null)
            return Refusal.NotFound($"Conversation with id '{conversation}' not found.");
        if (call.Member("background").IsTrue() && !call.Store)
            return Refusal.Invalid("Background mode requires store to be true.");
        return Thoughts(call.Member("input")).Any(thought => thought != Thought.Of(call.Key!))
            ? Refusal.Error(400, "The encrypted content could not be verified.", "invalid_request_error", "invalid_encrypted_content")
            : null;
    }

    /// <summary>It is named by its id or by an object that has one.</summary>
    public static string? ConversationOf(Call call) => call.Text("conversation") ?? call.Member("conversation").At("id").AsText();

    private static IEnumerable<string?> Thoughts(JsonElement input) => input.ValueKind != JsonValueKind.Array ? [] : input.EnumerateArray()
        .Where(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("encrypted_content", out _))
        .Select(item => item.GetProperty("encrypted_content").GetString());
}
