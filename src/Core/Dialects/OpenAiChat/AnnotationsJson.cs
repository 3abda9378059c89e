using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Sources of an answer. Those of other dialects look otherwise, and typed clients fail on them.</summary>
internal static class AnnotationsJson
{
    public static bool AreOurs(JsonElement annotations)
    {
        if (annotations.ValueKind != JsonValueKind.Array)
            return false;
        foreach (var annotation in annotations.EnumerateArray())
        {
            if (annotation.TextOf("type") != "url_citation" || annotation.ObjectOf("url_citation").ValueKind != JsonValueKind.Object)
                return false;
        }
        return true;
    }
}
