using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary><c>POST /chat/completions</c> and <c>POST /completions</c>.</summary>
internal sealed class TextRoute(ObjectRoutes objects) : IRoute
{
    private static readonly (string Path, TextDialect Dialect)[] Dialects =
        [("/chat/completions", new ChatDialect()), ("/completions", new CompletionDialect())];

    public bool Serves(Call call) => call.Method == "POST" && DialectOf(call) is not null;

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var call = exchange.Call;
        if ((objects.Missing(call.Key, exchange.Entry.Body) ?? Refusal.Of(call)) is { } refusal)
            return exchange.Wire.LiteralAsync(refusal);
        var text = AnswerTo(exchange);
        return call.Stream ? exchange.StreamAsync(text) : exchange.Wire.WholeAsync(text.Whole());
    }

    public static TextAnswer AnswerTo(Exchange exchange) =>
        new(exchange.Call, exchange.Answer, DialectOf(exchange.Call)!, exchange.Seq, exchange.CreatedS);

    private static TextDialect? DialectOf(Call call) =>
        Array.Find(Dialects, route => call.Path.EndsWith(route.Path, StringComparison.Ordinal)).Dialect;
}
