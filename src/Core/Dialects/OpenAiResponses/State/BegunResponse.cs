namespace AiGateway.Core.Dialects.OpenAiResponses.State;

/// <summary>What there is of a response while it is being made in the background.</summary>
public static class BegunResponse
{
    /// <param name="traits">Of its call.</param>
    /// <returns>JSON of a response without any output yet.</returns>
    public static ReadOnlyMemory<byte> Write(in AnswerTraits traits) => ResponseObject.Made(
        new(ItemIds.ResponseId(null, traits.Id), traits.Created, traits.Model, traits.Request, traits.Keeping), new("in_progress", null, [], null, null));
}
