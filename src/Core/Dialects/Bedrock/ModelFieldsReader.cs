using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Reads what is meant for the model itself, as far as others have words for it.</summary>
internal static class ModelFieldsReader
{
    public static ChatRequest Read(ChatRequest request, Field fields, BedrockRequestReader reader)
    {
        foreach (var (name, field) in fields.Members())
        {
            if (field.IsAbsent)
                continue;
            switch (name)
            {
                case "top_k":
                    request = request with { TopK = (int?)field.Integer(0, int.MaxValue) };
                    break;
                case "thinking":
                    request = request with { Reasoning = Thinking(request.Reasoning ?? new ReasoningRequest(), field) };
                    break;
                case "reasoning_effort":
                    request = request with { Reasoning = (request.Reasoning ?? new ReasoningRequest()) with { Effort = field.Text() } };
                    break;
                default:
                    reader.Unknown(field);
                    break;
            }
        }
        return request;
    }

    private static ReasoningRequest Thinking(ReasoningRequest reasoning, Field thinking) => thinking["type"].RequiredText() switch
    {
        "enabled" => reasoning with { BudgetTokens = (int?)thinking["budget_tokens"].Integer(1, int.MaxValue) },
        "adaptive" => reasoning with { Shown = Shown(thinking["display"].Text()) },
        "disabled" => reasoning with { BudgetTokens = 0 },
        _ => throw DialectException.Invalid(thinking["type"].Path, "expected enabled, adaptive or disabled"),
    };

    private static bool? Shown(string? display) => display switch
    {
        "summarized" => true,
        "omitted" => false,
        _ => null,
    };
}
