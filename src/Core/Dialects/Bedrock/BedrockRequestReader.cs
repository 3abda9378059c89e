using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Reads a request of Converse. What it holds besides is kept in <see cref="Unknown"/>.</summary>
internal sealed class BedrockRequestReader
{
    private readonly List<UnknownField> _unknown = [];

    public static ChatRequest Read(ReadOnlySpan<byte> body) =>
        RequestDocument.Read(body, static root => new BedrockRequestReader().ReadRoot(root));

    /// <summary>Keeps what has no place in the common model.</summary>
    public void Unknown(Field field, bool isHint = false)
    {
        if (!field.IsAbsent)
            _unknown.Add(new(field.Path, field.Value, isHint));
    }

    private ChatRequest ReadRoot(Field root)
    {
        var request = new ChatRequest { Model = root["modelId"].Text() ?? "" };
        var messages = new List<ChatMessage>();
        foreach (var (name, field) in root.Members())
        {
            if (!field.IsAbsent)
                request = ReadMember(request, name, field, messages);
        }
        return request with { Messages = messages, Unknown = _unknown };
    }

    private ChatRequest ReadMember(ChatRequest request, string name, Field field, List<ChatMessage> messages)
    {
        switch (name)
        {
            case "modelId":
                return request;
            case "system":
                messages.Insert(0, new(ChatRole.System, new ContentReader(this).Read(field)));
                return request;
            case "messages":
                messages.AddRange(field.Items().ConvertAll(ReadMessage));
                return request;
            case "inferenceConfig":
                return ReadInference(request, field);
            case "toolConfig":
                return ToolConfigReader.Read(request, field, this);
            case "additionalModelRequestFields":
                return ModelFieldsReader.Read(request, field, this);
            case "outputConfig":
                return OutputConfigReader.Read(request, field, this);
            case "requestMetadata":
                return request with { Metadata = field.Object() };
            case "serviceTier":
                return request with { ServiceTier = field["type"].RequiredText() };
            default:
                Unknown(field, isHint: name is "performanceConfig");
                return request;
        }
    }

    private ChatMessage ReadMessage(Field message)
    {
        var role = message["role"].RequiredText() switch
        {
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            "system" => ChatRole.System,
            _ => throw DialectException.Invalid(message["role"].Path, "expected user, assistant or system"),
        };
        foreach (var (name, field) in message.Members())
        {
            if (name is not ("role" or "content"))
                Unknown(field);
        }
        return new(role, new ContentReader(this).Read(message["content"]));
    }

    private ChatRequest ReadInference(ChatRequest request, Field config)
    {
        foreach (var (name, field) in config.Members())
        {
            request = name switch
            {
                "maxTokens" => request with { MaxOutputTokens = (int?)field.Integer(1, int.MaxValue) },
                "temperature" => request with { Temperature = field.Number(0, 1) },
                "topP" => request with { TopP = field.Number(0, 1) },
                "stopSequences" => request with { Stop = field.Items().ConvertAll(static item => item.RequiredText()) },
                _ => Keep(request, field),
            };
        }
        return request;
    }

    private ChatRequest Keep(ChatRequest request, Field field)
    {
        Unknown(field);
        return request;
    }
}
