using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Reads a provider's whole answer.</summary>
internal static class AnswerReader
{
    /// <summary>Null when it failed, was cancelled or is still being made.</summary>
    public static ChatAnswer? Read(JsonElement response)
    {
        var status = response.TextOf("status");
        if (response.Member("output").ValueKind != JsonValueKind.Array
            || response.Member("error").ValueKind == JsonValueKind.Object
            || status is not (null or FinishReasons.Completed or FinishReasons.Incomplete))
            return null;
        var (parts, logprobs, calls) = (new List<ContentPart>(), new List<JsonElement>(), false);
        foreach (var item in response.ItemsOf("output"))
        {
            OutputReader.Item(item, parts, logprobs);
            calls |= item.TextOf("type") == "function_call";
        }
        var finish = FinishReasons.Read(status, response.Member("incomplete_details").TextOf("reason"), calls);
        return new ChatAnswer
        {
            Id = response.TextOf("id"),
            Model = response.TextOf("model"),
            Created = response.CountOf("created_at"),
            Choices = [new ChatChoice(0, parts, finish) { Logprobs = LogprobJson.Common(logprobs) }],
            Usage = UsageJson.Read(response.Member("usage")),
            ServiceTier = response.TextOf("service_tier"),
        };
    }
}
