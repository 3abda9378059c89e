using System.Text;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Media;

/// <summary><c>POST /audio/transcriptions</c> and <c>/translations</c>: a form with a file; the answer is JSON, text, subtitles or events.</summary>
internal sealed class TranscriptionRoute : IRoute
{
    private const int BytesPerToken = 1000;
    private const int BytesPerSecond = 16_000;
    private const string Delta = "transcript.text.delta";

    public bool Serves(Call call) => call.Method == "POST"
        && (call.Path.EndsWith("/audio/transcriptions", StringComparison.Ordinal) || IsTranslation(call));

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire) = (exchange.Call, exchange.Wire);
        if (Refusal(call) is { } refusal)
            return wire.LiteralAsync(refusal);
        var plan = new TextPlan(new Asked(Words.In(call.Member("prompt")), null), exchange.Answer);
        if (call.Stream && !IsTranslation(call))
            return exchange.StreamAsync(new MediaAnswer(Events(call, exchange.Answer, plan), DeltaOf, named: false, done: !exchange.Answer.OmitDone));
        return call.Text("response_format") switch
        {
            "text" => TextAsync(wire, plan.Text + "\n"),
            "srt" => TextAsync(wire, $"1\n00:00:00,000 --> 00:00:01,000\n{plan.Text}\n\n\n"),
            "vtt" => TextAsync(wire, $"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{plan.Text}\n\n"),
            "verbose_json" => wire.WholeAsync(Verbose(call, plan)),
            _ => wire.WholeAsync(Json(call, plan)),
        };
    }

    private static bool IsTranslation(Call call) => call.Path.EndsWith("/audio/translations", StringComparison.Ordinal);

    private static Answer? Refusal(Call call)
    {
        if (Provider.Refusal.NoKey(call) is { } noKey)
            return noKey;
        if (!call.Files.Any(file => file.Field == "file"))
            return Provider.Refusal.Invalid("Missing required parameter: 'file'.");
        return call.Model is null ? Provider.Refusal.Invalid("you must provide a model parameter") : null;
    }

    private static JsonObject Json(Call call, TextPlan plan) => new() { ["text"] = plan.Text, ["usage"] = Usage(call, plan) };

    private static JsonObject Verbose(Call call, TextPlan plan) => new()
    {
        ["task"] = IsTranslation(call) ? "translate" : "transcribe",
        ["language"] = "english",
        ["duration"] = Seconds(call),
        ["text"] = plan.Text,
        ["segments"] = new JsonArray(new JsonObject { ["id"] = 0, ["seek"] = 0, ["start"] = 0.0, ["end"] = 1.0, ["text"] = plan.Text, ["tokens"] = new JsonArray(), ["temperature"] = 0.0 }),
        ["usage"] = Duration(call),
    };

    private static IEnumerable<JsonObject> Events(Call call, Answer answer, TextPlan plan)
    {
        foreach (var piece in plan.Pieces)
            yield return DeltaOf(piece);
        if (answer.OmitFinish)
            yield break;
        var done = new JsonObject { ["type"] = "transcript.text.done", ["text"] = plan.Text };
        if (answer.Usage != UsagePlace.Absent)
            done["usage"] = Usage(call, plan);
        yield return done;
    }

    private static JsonObject DeltaOf(string text) => new() { ["type"] = Delta, ["delta"] = text };

    /// <summary>The oldest model counts seconds, the others tokens.</summary>
    private static JsonObject Usage(Call call, TextPlan plan)
    {
        if (call.Model!.StartsWith("whisper", StringComparison.Ordinal))
            return Duration(call);
        var audio = (call.Files[0].Content.Length + BytesPerToken - 1) / BytesPerToken;
        return new JsonObject
        {
            ["type"] = "tokens",
            ["input_tokens"] = plan.PromptTokens + audio,
            ["input_token_details"] = new JsonObject { ["text_tokens"] = plan.PromptTokens, ["audio_tokens"] = audio },
            ["output_tokens"] = plan.CompletionTokens,
            ["total_tokens"] = plan.PromptTokens + audio + plan.CompletionTokens,
        };
    }

    private static JsonObject Duration(Call call) => new() { ["type"] = "duration", ["seconds"] = Seconds(call) };

    private static int Seconds(Call call) => (call.Files[0].Content.Length + BytesPerSecond - 1) / BytesPerSecond;

    private static Task<Ending> TextAsync(Responder wire, string text) => wire.BytesAsync("text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
}
