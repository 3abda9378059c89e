using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>A client's request. The model and whether to stream are in its address.</summary>
internal static class GeminiRequestReader
{
    public static ChatRequest Read(Field root)
    {
        var unknown = new List<UnknownField>();
        var contents = new ContentReader(unknown);
        var system = new List<ChatMessage>(1);
        var tools = new ToolReader(unknown);
        var request = new ChatRequest { Model = "", Unknown = unknown };
        var said = false;
        foreach (var (name, field) in root.Present())
        {
            switch (name)
            {
                case "model":
                    break;
                case "contents":
                    said = field.Many().Count > 0;
                    contents.Read(field);
                    break;
                case "systemInstruction":
                    if (contents.ReadSystem(field) is { Parts.Count: > 0 } instruction)
                        system.Add(instruction);
                    break;
                case "generationConfig":
                    request = GenerationConfigReader.Read(field, request, unknown);
                    break;
                case "tools":
                    tools.ReadTools(field);
                    break;
                case "toolConfig":
                    tools.ReadConfig(field);
                    break;
                case "serviceTier":
                    request = request with { ServiceTier = ServiceTiers.Read(Dialect.Gemini, field.Text()) };
                    break;
                default:
                    unknown.Add(new UnknownField(field.Path, field.Value, name is "safetySettings" or "labels" or "store"));
                    break;
            }
        }
        if (!said)
            throw DialectException.Missing("contents");
        return request with { Messages = [.. system, .. contents.ToMessages()], Tools = tools.Tools, ToolChoice = tools.Choice };
    }

    /// <summary>Counting takes the turns alone, or a whole request.</summary>
    public static ChatRequest ReadCount(Field root)
    {
        foreach (var (name, field) in root.Present())
            if (name == "generateContentRequest")
                return Read(field);
        return Read(root);
    }
}
