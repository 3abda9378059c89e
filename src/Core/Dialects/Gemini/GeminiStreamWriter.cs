using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>
/// A client's stream. Calls of tools are written whole, as Google writes them, and the reasons to end go out with the usage in the
/// last piece.
/// </summary>
/// <param name="framing">How pieces are told apart.</param>
internal sealed class GeminiStreamWriter(in AnswerTraits traits, GeminiFraming framing) : IChatStreamWriter
{
    private readonly string _model = traits.Model;
    private readonly List<PendingCall> _calls = [];
    private readonly List<(int Choice, FinishReason Reason)> _finishes = [];
    private ChatUsage? _usage;
    private string _id = traits.Id;
    private long _created = traits.Created;
    private bool _begun;

    public void Write(in ChatEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case ChatEventKind.Start:
                _id = next.Id ?? _id;
                _created = next.Created > 0 ? next.Created : _created;
                break;
            case ChatEventKind.Text or ChatEventKind.Refusal or ChatEventKind.Reasoning or ChatEventKind.ReasoningSignature
                or ChatEventKind.RedactedReasoning or ChatEventKind.Media:
                FlushCalls(next.Choice, output);
                Frame(output, next, static (json, state) => WritePiece(json, state.Writer, state.Piece));
                break;
            case ChatEventKind.Logprobs when next.Json is not null:
                Frame(output, next, static (json, state) => WriteLogprobs(json, state.Writer, state.Piece));
                break;
            case ChatEventKind.ToolCall:
                _calls.Add(new PendingCall(next.Choice, next.Call, next.Id ?? "", next.Name ?? ""));
                break;
            case ChatEventKind.ToolArguments:
                Find(next.Choice, next.Call)?.Arguments.Append(next.Text);
                break;
            case ChatEventKind.ToolSignature when next.Text is { } signature && Find(next.Choice, next.Call) is { } call:
                call.Signature = GeminiSignature.Write(next.Maker, signature);
                break;
            case ChatEventKind.Finish:
                FlushCalls(next.Choice, output);
                _finishes.Add((next.Choice, next.Finish));
                break;
            case ChatEventKind.Usage:
                _usage = next.Usage;
                break;
            case ChatEventKind.End:
                Frame(output, next, static (json, state) => WriteLast(json, state.Writer));
                if (framing == GeminiFraming.Array)
                    output.Write("]"u8);
                break;
        }
    }

    private PendingCall? Find(int choice, int place)
    {
        foreach (var call in _calls)
            if (call.Choice == choice && call.Place == place)
                return call;
        return null;
    }

    private void FlushCalls(int choice, IBufferWriter<byte> output)
    {
        var any = false;
        foreach (var call in _calls)
            any |= call.Choice == choice;
        if (!any)
            return;
        Frame(output, new ChatEvent(ChatEventKind.ToolCall) { Choice = choice }, static (json, state) => WriteCalls(json, state.Writer, state.Piece.Choice));
        _calls.RemoveAll(call => call.Choice == choice);
    }

    private void Frame(IBufferWriter<byte> output, in ChatEvent piece, Action<Utf8JsonWriter, (GeminiStreamWriter Writer, ChatEvent Piece)> write)
    {
        var state = (this, piece);
        if (framing == GeminiFraming.Sse)
        {
            SseOutput.Plain(output, state, write);
            return;
        }
        output.Write(_begun ? "\n,"u8 : "["u8);
        _begun = true;
        JsonOutput.Write(output, state, write);
    }

    private static void WritePiece(Utf8JsonWriter json, GeminiStreamWriter writer, in ChatEvent piece)
    {
        Open(json);
        var text = piece.Text ?? "";
        switch (piece.Kind)
        {
            case ChatEventKind.Reasoning:
                PartWriter.Thought(json, text, null);
                break;
            case ChatEventKind.ReasoningSignature:
                PartWriter.Thought(json, "", GeminiSignature.Write(piece.Maker, text));
                break;
            case ChatEventKind.RedactedReasoning:
                PartWriter.Text(json, "", GeminiSignature.Write(piece.Maker, text));
                break;
            case ChatEventKind.Media:
                PartWriter.Inline(json, piece.Name ?? "", text);
                break;
            default:
                PartWriter.Text(json, text);
                break;
        }
        CloseContent(json);
        Close(json, writer, piece.Choice);
    }

    private static void WriteCalls(Utf8JsonWriter json, GeminiStreamWriter writer, int choice)
    {
        Open(json);
        foreach (var call in writer._calls)
            if (call.Choice == choice)
                PartWriter.Call(json, call.Id, call.Name, call.Arguments.ToString(), call.Signature);
        CloseContent(json);
        Close(json, writer, choice);
    }

    private static void WriteLogprobs(Utf8JsonWriter json, GeminiStreamWriter writer, in ChatEvent piece)
    {
        OpenEmpty(json);
        GeminiLogprobs.Write(json, piece.Json.GetValueOrDefault());
        Close(json, writer, piece.Choice);
    }

    private static void WriteLast(Utf8JsonWriter json, GeminiStreamWriter writer)
    {
        json.WriteStartObject();
        json.WritePropertyName("candidates"u8);
        json.WriteStartArray();
        foreach (var (choice, reason) in writer._finishes)
        {
            OpenCandidate(json);
            PartWriter.Text(json, "");
            CloseContent(json);
            json.WriteString("finishReason"u8, GeminiFinish.NameOf(reason));
            json.WriteNumber("index"u8, choice);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (writer._usage is { } usage)
            GeminiUsage.Write(json, usage);
        AnswerHead.Write(json, writer._id, writer._model, writer._created);
        json.WriteEndObject();
    }

    private static void Open(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("candidates"u8);
        json.WriteStartArray();
        OpenCandidate(json);
    }

    // Google's clients take a turn without parts for one that is not to be kept.
    private static void OpenEmpty(Utf8JsonWriter json)
    {
        Open(json);
        PartWriter.Text(json, "");
        CloseContent(json);
    }

    private static void OpenCandidate(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("content"u8);
        json.WriteStartObject();
        json.WritePropertyName("parts"u8);
        json.WriteStartArray();
    }

    private static void CloseContent(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
    }

    private static void Close(Utf8JsonWriter json, GeminiStreamWriter writer, int choice)
    {
        json.WriteNumber("index"u8, choice);
        json.WriteEndObject();
        json.WriteEndArray();
        AnswerHead.Write(json, writer._id, writer._model, writer._created);
        json.WriteEndObject();
    }

    private sealed class PendingCall(int choice, int place, string id, string name)
    {
        public int Choice => choice;

        public int Place => place;

        public string Id => id;

        public string Name => name;

        public StringBuilder Arguments { get; } = new();

        public string? Signature { get; set; }
    }
}
