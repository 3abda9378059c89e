using System.Text;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Media;

/// <summary><c>POST /audio/speech</c>: as many pieces of sound as a text has events, as bytes or as events.</summary>
internal sealed class SpeechRoute : IRoute
{
    private const int BytesPerPiece = 1000;

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["mp3"] = "audio/mpeg", ["opus"] = "audio/opus", ["aac"] = "audio/aac", ["flac"] = "audio/flac", ["wav"] = "audio/wav", ["pcm"] = "audio/pcm",
    };

    public bool Serves(Call call) => call.Method == "POST" && call.Path.EndsWith("/audio/speech", StringComparison.Ordinal);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, answer) = (exchange.Call, exchange.Answer);
        if ((Provider.Refusal.Of(call) ?? Refusal(call)) is { } refusal)
            return exchange.Wire.LiteralAsync(refusal);
        return call.Text("stream_format") == "sse"
            ? exchange.StreamAsync(new MediaAnswer(Events(call, answer), DeltaOf, named: false, done: !answer.OmitDone))
            : exchange.StreamAsync(new Sound(answer.Events), new BinaryFraming(Types[call.Text("response_format") ?? "mp3"]));
    }

    /// <summary>What the piece of this number sounds like; no two are alike.</summary>
    public static byte[] Piece(int number) => [.. Enumerable.Range(0, BytesPerPiece).Select(place => (byte)((place * 7) + number))];

    private static Answer? Refusal(Call call)
    {
        if (string.IsNullOrEmpty(call.Text("input")) || !call.Member("voice").IsGiven())
            return Provider.Refusal.Invalid("Missing required parameter: 'input' or 'voice'.");
        return Types.ContainsKey(call.Text("response_format") ?? "mp3") ? null : Provider.Refusal.Invalid($"Invalid value: '{call.Text("response_format")}'.");
    }

    private static IEnumerable<JsonObject> Events(Call call, Answer answer)
    {
        for (var number = 0; number < answer.Events; number++)
            yield return DeltaOf(Convert.ToBase64String(Piece(number)));
        if (answer.OmitFinish)
            yield break;
        var input = Words.In(call.Member("input"));
        yield return new JsonObject
        {
            ["type"] = "speech.audio.done",
            ["usage"] = new JsonObject { ["input_tokens"] = input, ["output_tokens"] = answer.Events, ["total_tokens"] = input + answer.Events },
        };
    }

    private static JsonObject DeltaOf(string audio) => new() { ["type"] = "speech.audio.delta", ["audio"] = audio };

    /// <summary>The pieces as bytes.</summary>
    private sealed class Sound(int pieces) : IStreamedAnswer
    {
        public StreamEvent Failure => new(null, """{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}""");

        public IEnumerable<StreamEvent> Events() => Enumerable.Range(0, pieces).Select(number => new StreamEvent(null, Convert.ToBase64String(Piece(number))));

        public StreamEvent Content(string text) => new(null, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

        public StreamEvent Hollow(bool isEmpty) => new(null, "");
    }
}
