namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>What Converse has no word for whatever the model.</summary>
internal static class Unsayable
{
    public static void Check(ChatRequest request, Omissions omissions)
    {
        omissions.DropUnknown(request);
        Refuse(request.N > 1, RequestField.N, omissions);
        Refuse(request.Logprobs, RequestField.Logprobs, omissions);
        Refuse(request.TopLogprobs > 0, RequestField.TopLogprobs, omissions);
        Refuse(request.FrequencyPenalty is not (null or 0), RequestField.FrequencyPenalty, omissions);
        Refuse(request.PresencePenalty is not (null or 0), RequestField.PresencePenalty, omissions);
        Refuse(request.Format is { Kind: OutputFormatKind.JsonObject } or { Kind: OutputFormatKind.JsonSchema, Schema: null }, RequestField.Format, omissions);
        // A seed is a best effort even where there is one.
        Drop(request.Seed is not null, RequestField.Seed, omissions);
        Drop(request.User is not null, RequestField.User, omissions);
        Drop(request.Verbosity is not null, RequestField.Verbosity, omissions);
        Drop(request.CacheKey is not null, RequestField.CacheKey, omissions);
    }

    private static void Refuse(bool isWanted, RequestField field, Omissions omissions)
    {
        if (isWanted)
            throw omissions.Refuse(field);
    }

    private static void Drop(bool isWanted, RequestField field, Omissions omissions)
    {
        if (isWanted)
            omissions.Drop(field);
    }
}
