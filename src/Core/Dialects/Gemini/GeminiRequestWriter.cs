using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>A provider's request. The model and whether to stream go into its address.</summary>
internal static class GeminiRequestWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, in TargetTraits target, Omissions omissions)
    {
        omissions.DropUnknown(request);
        DropHints(request, omissions);
        json.WriteStartObject();
        WriteSystem(json, request.Messages, omissions);
        new ContentWriter(json, target.Model, omissions).Write(request.Messages);
        ToolWriter.Write(json, request, omissions);
        GenerationConfigWriter.Write(json, request, target, omissions);
        WriteTier(json, request.ServiceTier, omissions);
        json.WriteEndObject();
    }

    private static void DropHints(ChatRequest request, Omissions omissions)
    {
        if (request.User is not null)
            omissions.Drop(RequestField.User);
        if (request.Verbosity is not null)
            omissions.Drop(RequestField.Verbosity);
        if (request.CacheKey is not null)
            omissions.Drop(RequestField.CacheKey);
        if (request.Metadata is not null)
            omissions.Drop(RequestField.Metadata);
    }

    private static void WriteSystem(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages, Omissions omissions)
    {
        if (ContentWriter.SystemAlone(messages))
            return;
        var begun = false;
        foreach (var message in messages)
        {
            if (message.Role is not (ChatRole.System or ChatRole.Developer))
                continue;
            if (message.Name is not null)
                omissions.Drop(RequestField.MessageName);
            foreach (var part in message.Parts)
            {
                if (part is not TextPart text)
                    throw omissions.Refuse(part.Path);
                if (!begun)
                {
                    json.WritePropertyName("systemInstruction"u8);
                    json.WriteStartObject();
                    json.WritePropertyName("parts"u8);
                    json.WriteStartArray();
                    begun = true;
                }
                PartWriter.Text(json, text.Text);
            }
        }
        if (begun)
        {
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void WriteTier(Utf8JsonWriter json, string? tier, Omissions omissions)
    {
        switch (tier)
        {
            case null or "auto":
                break;
            case "default":
                json.WriteString("serviceTier"u8, "standard"u8);
                break;
            case "flex" or "priority":
                json.WriteString("serviceTier"u8, tier);
                break;
            default:
                omissions.Drop(RequestField.ServiceTier);
                break;
        }
    }
}
