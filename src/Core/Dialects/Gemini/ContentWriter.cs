using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>The turns of a provider's request: those of one speaker that follow one another are one, and none is empty.</summary>
internal sealed class ContentWriter(Utf8JsonWriter json, string model, Omissions omissions)
{
    /// <summary>What Google documents for calls in a history that its model did not make; third-generation models refuse one without any.</summary>
    private const string NoSignature = "skip_thought_signature_validator";

    private readonly Dictionary<string, string> _functions = [];
    private string? _speaker;
    private bool _wantsSignature;

    public void Write(IReadOnlyList<ChatMessage> messages)
    {
        foreach (var message in messages)
            foreach (var part in message.Parts)
                if (part is ToolCallPart call)
                    _functions[call.Id] = call.Name;
        json.WritePropertyName("contents"u8);
        json.WriteStartArray();
        var systemAlone = SystemAlone(messages);
        foreach (var message in messages)
            if (systemAlone || message.Role is ChatRole.User or ChatRole.Assistant)
                WriteTurn(message);
        if (_speaker is not null)
            EndTurn();
        json.WriteEndArray();
    }

    /// <summary>True when nobody else has spoken: Google wants a turn to answer, and there is no other.</summary>
    public static bool SystemAlone(IReadOnlyList<ChatMessage> messages)
    {
        foreach (var message in messages)
            if (message.Role is ChatRole.User or ChatRole.Assistant)
                return false;
        return true;
    }

    private void WriteTurn(ChatMessage message)
    {
        if (message.Name is not null)
            omissions.Drop(RequestField.MessageName);
        var speaker = message.Role == ChatRole.Assistant ? "model" : "user";
        _wantsSignature = GeminiModels.TakesLevels(model);
        var media = new List<ContentPart>();
        for (var i = 0; i < message.Parts.Count; i++)
        {
            var next = i + 1 < message.Parts.Count ? message.Parts[i + 1] : null;
            if (WritePart(message.Parts[i], next, speaker, media))
                i++;
        }
        foreach (var part in media)
            WritePart(part, null, speaker, media);
    }

    /// <returns>True when the next part has been written with it.</returns>
    private bool WritePart(ContentPart part, ContentPart? next, string speaker, List<ContentPart> media)
    {
        switch (part)
        {
            case TextPart text:
                var signed = next is ReasoningPart { IsRedacted: true } && OwnSignature(((ReasoningPart)next).Signature) is not null;
                Turn(speaker);
                PartWriter.Text(json, text.Text, signed ? OwnSignature(((ReasoningPart)next!).Signature) : null);
                return signed;
            case RefusalPart refusal:
                Turn(speaker);
                PartWriter.Text(json, refusal.Text);
                break;
            case ReasoningPart reasoning when OwnSignature(reasoning.Signature) is { } signature:
                Turn(speaker);
                if (reasoning.IsRedacted)
                    PartWriter.Text(json, "", signature);
                else
                    PartWriter.Thought(json, reasoning.Text, signature);
                break;
            case ReasoningPart:
                break;
            case ToolCallPart call:
                Turn(speaker);
                PartWriter.Call(json, call.Id, call.Name, call.Arguments, OwnSignature(call.Signature) ?? (_wantsSignature ? NoSignature : null));
                _wantsSignature = false;
                break;
            case ToolResultPart result:
                Turn(speaker);
                ToolResultWriter.Write(json, result, FunctionOf(result), media);
                break;
            case ImagePart image:
                WriteMedia(image, image.Source, speaker);
                break;
            case AudioPart audio:
                WriteMedia(audio, audio.Source, speaker);
                break;
            case DocumentPart document:
                WriteMedia(document, document.Source, speaker);
                break;
            default:
                throw omissions.Refuse(part.Path);
        }
        return false;
    }

    private void WriteMedia(ContentPart part, MediaSource source, string speaker)
    {
        Turn(speaker);
        if (!MediaWriter.TryWrite(json, source))
            throw omissions.Refuse(part.Path);
    }

    private string FunctionOf(ToolResultPart result) => _functions.GetValueOrDefault(result.CallId) ?? result.Name
        ?? throw DialectException.Invalid(result.Path ?? "messages", $"no earlier call has the id '{result.CallId}'");

    private static string? OwnSignature(ThoughtSignature? signature) => signature is { Maker: Dialect.Gemini } own ? own.Value : null;

    private void Turn(string speaker)
    {
        if (_speaker == speaker)
            return;
        if (_speaker is not null)
            EndTurn();
        _speaker = speaker;
        json.WriteStartObject();
        json.WriteString("role"u8, speaker);
        json.WritePropertyName("parts"u8);
        json.WriteStartArray();
    }

    private void EndTurn()
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
