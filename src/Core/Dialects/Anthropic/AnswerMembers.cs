using System.Text.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Members of what a provider sent: one of another type is as good as absent.</summary>
internal static class AnswerMembers
{
    public static JsonElement? Member(this JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value : null;

    public static string? Text(this JsonElement parent, string name) => parent.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
