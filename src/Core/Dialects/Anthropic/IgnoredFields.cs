namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>
/// What goes unheard: Anthropic documents of these members of OpenAI's that its own models ignore them, so that nobody is told less
/// here than there. What would make another answer all the same is refused.
/// </summary>
internal static class IgnoredFields
{
    private static readonly string[] Documented = ["logit_bias", "prediction", "store"];

    public static void Drop(ChatRequest request, Omissions omissions)
    {
        var ignored = request.Unknown.Where(static field => Documented.Contains(field.Path)).ToList();
        omissions.DropUnknown(ignored.Count == 0 ? request : request with { Unknown = [.. request.Unknown.Except(ignored)] });
        foreach (var field in ignored)
            omissions.Drop(field.Path);
        if (request.N > 1)
            throw omissions.Refuse(RequestField.N);
        DropIf(request.Seed is not null, RequestField.Seed);
        DropIf(request.FrequencyPenalty is not (null or 0), RequestField.FrequencyPenalty);
        DropIf(request.PresencePenalty is not (null or 0), RequestField.PresencePenalty);
        DropIf(request.Logprobs, RequestField.Logprobs);
        DropIf(request.TopLogprobs is not null, RequestField.TopLogprobs);
        DropIf(request.Verbosity is not null, RequestField.Verbosity);
        DropIf(request.CacheKey is not null, RequestField.CacheKey);
        DropIf(request.Metadata is not null, RequestField.Metadata);
        DropIf(request.ServiceTier is not (null or "auto" or "default"), RequestField.ServiceTier);
        DropIf(request.Tools.Any(static tool => tool.Strict == true), RequestField.ToolStrict);

        void DropIf(bool isAsked, RequestField field)
        {
            if (isAsked)
                omissions.Drop(field);
        }
    }
}
