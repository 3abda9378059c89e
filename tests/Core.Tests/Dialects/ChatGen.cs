using System.Text.Json;
using AiGateway.Core.Dialects;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects;

/// <summary>Requests, answers and streams of what every dialect can say.</summary>
internal static class ChatGen
{
    private static readonly string[] Functions = ["weather", "time_of", "find-it"];

    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string","description":"Which."}},"required":["city"]}""");

    private static readonly Gen<string> Piece = Among(
        "a", "word ", "Ünï", "🙂", "日本", "\n", "\t", "\"", "\\", "{", "}", "</a>", "data: ", "[DONE]", "\u2028", "&", "'");

    /// <summary>Never empty, and with no white space at its ends, which some providers refuse.</summary>
    public static readonly Gen<string> Text = Piece.Array[0, 8].Select(static pieces => "t" + string.Concat(pieces) + ".");

    private static readonly Gen<string> Arguments = Gen.Select(Text, Gen.Int, Gen.Bool, static (text, number, nested) =>
        nested ? JsonSerializer.Serialize(new { city = text, deep = new { list = new object?[] { number, true, null } } })
        : JsonSerializer.Serialize(new { city = text, number }));

    private static readonly Gen<ToolCallPart> Call = Gen.Select(
        Gen.Char['a', 'z'].Array[12], Among(Functions), Gen.OneOf(Arguments, Gen.Const("{}")),
        static (id, name, arguments) => new ToolCallPart("call_" + new string(id), name, arguments));

    private static readonly Gen<ToolCallPart[]> Calls = Call.Array[0, 3].Where(static calls => calls.DistinctBy(static call => call.Id).Count() == calls.Length);

    /// <summary>Whose proofs there can be.</summary>
    public static readonly Gen<Dialect> Maker = Gen.Int[0, Codecs.All.Count - 1].Select(static i => Codecs.All[i].Dialect);

    public static readonly Gen<ChatUsage> Usage = Gen.Select(
        Gen.Int[1, 100_000], Gen.Int[0, 100_000], Gen.Int[0, 10_000], Gen.Int[0, 10_000],
        static (fresh, cached, said, thought) => new ChatUsage(fresh + cached, said + thought) { Cached = cached, Reasoning = thought });

    public static readonly Gen<ChatAnswer> Answer = Gen.Select(Text.Null(), Text.Null(), Calls, Gen.Enum<FinishReason>(), Usage, static (thoughts, text, calls, finish, usage) =>
    {
        List<ContentPart> parts = [];
        if (thoughts is not null)
            parts.Add(new ReasoningPart(thoughts));
        if (text is not null || calls.Length == 0)
            parts.Add(new TextPart(text ?? "t."));
        parts.AddRange(calls);
        // The end tells what the answer holds: calls that are waited for, or none.
        var why = calls.Length > 0 ? finish == FinishReason.Length ? finish : FinishReason.ToolCalls : finish == FinishReason.ToolCalls ? FinishReason.Stop : finish;
        return new ChatAnswer { Id = "answer-1", Model = "model-1", Created = 1_760_000_000, Choices = [new ChatChoice(0, parts, why)], Usage = usage };
    });

    public static readonly Gen<ChatRequest> Request = Gen.Select(
        Text.Null(), Turns(), Gen.Int[16, 100_000].Nullable(), Among("END", "\n\nHuman:", "###").Array[0, 3], Gen.Bool,
        Gen.Enum<ToolChoiceMode>().Nullable(), static (system, turns, cap, stop, stream, choice) => new ChatRequest
        {
            Model = "model-1",
            Messages = system is null ? turns : [new ChatMessage(ChatRole.System, [new TextPart(system)]), .. turns],
            Tools = [.. Functions.Select(static name => new ToolDefinition(name, "Does " + name, Schema))],
            ToolChoice = choice is { } mode ? new ToolChoice(mode, mode == ToolChoiceMode.Named ? Functions[0] : null) : null,
            MaxOutputTokens = cap,
            Stop = [.. stop.Distinct()],
            Stream = stream,
            StreamUsage = stream,
        });

    /// <summary>The answer in pieces, cut where <paramref name="random"/> says.</summary>
    public static List<ChatEvent> Events(ChatAnswer answer, Random random)
    {
        List<ChatEvent> events = [new ChatEvent(ChatEventKind.Start) { Id = answer.Id, Name = answer.Model, Created = answer.Created ?? 0 }];
        foreach (var choice in answer.Choices)
        {
            var call = 0;
            foreach (var part in choice.Parts)
            {
                switch (part)
                {
                    case ReasoningPart thoughts:
                        AddPieces(ChatEventKind.Reasoning, thoughts.Text, 0);
                        break;
                    case TextPart text:
                        AddPieces(ChatEventKind.Text, text.Text, 0);
                        break;
                    case ToolCallPart called:
                        events.Add(new ChatEvent(ChatEventKind.ToolCall) { Id = called.Id, Name = called.Name, Call = call });
                        if (called.Arguments != "{}" || random.Next(2) == 0)
                            AddPieces(ChatEventKind.ToolArguments, called.Arguments, call);
                        call++;
                        break;
                }
            }
            events.Add(new ChatEvent(ChatEventKind.Finish) { Finish = choice.Finish });
        }
        var usage = new ChatEvent(ChatEventKind.Usage) { Usage = answer.Usage };
        events.Insert(random.Next(2) == 0 ? events.Count : events.Count - 1, usage);
        events.Add(new ChatEvent(ChatEventKind.End));
        return events;

        void AddPieces(ChatEventKind kind, string text, int call)
        {
            for (var from = 0; from < text.Length;)
            {
                var to = Math.Min(text.Length, from + random.Next(1, 12));
                if (to < text.Length && char.IsLowSurrogate(text[to]))
                    to++;
                events.Add(ChatEvent.Piece(kind, text[from..to], 0, call));
                from = to;
            }
        }
    }

    private static Gen<string> Among(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>The user speaks first and last; every call is answered in the turn after it.</summary>
    private static Gen<ChatMessage[]> Turns() =>
        Gen.Select(Said(), Gen.Select(Text.Null(), Calls, Said(), Text, static (text, calls, said, result) => (text, calls, said, result)).Array[0, 3], static (first, rounds) =>
        {
            List<ChatMessage> messages = [new(ChatRole.User, first)];
            HashSet<string> used = [];
            foreach (var (text, calls, said, result) in rounds)
            {
                var made = calls.Where(call => used.Add(call.Id)).ToArray();
                messages.Add(new ChatMessage(ChatRole.Assistant, [.. text is not null || made.Length == 0 ? [new TextPart(text ?? "t.")] : Array.Empty<ContentPart>(), .. made]));
                messages.Add(new ChatMessage(ChatRole.User, [.. made.Select(call => new ToolResultPart(call.Id, call.Name, [new TextPart(result)])), .. said]));
            }
            return messages.ToArray();
        });

    private static Gen<ContentPart[]> Said() => Gen.Select(Text, Gen.Bool, static (text, shown) =>
        shown ? [new TextPart(text), new ImagePart(new MediaSource.Base64("image/png", "iVBORw0KGgo="))] : new ContentPart[] { new TextPart(text) });
}
