using AiGateway.Core.Dialects.OpenAiResponses.State;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What is wrong with a call that has to do with a response the gateway keeps.</summary>
internal static class ResponseErrors
{
    private const string Request = "invalid_request_error";

    /// <summary>It is known, and nothing can go on from it.</summary>
    public static OpenAiError NoWayOn(string id, KeptResponse kept) => kept.TooLargeBytes is { } bytes
        ? new(400, $"Previous response with id '{Echo.Name(id)}' not found: {TooLarge(bytes)}", Request, "previous_response_id", "previous_response_not_found")
        : new(400, $"Previous response with id '{Echo.Name(id)}' is {kept.Status}; only one that has been completed can be gone on from.", Request, "previous_response_id", "previous_response_not_completed");

    /// <summary>There is nothing of it to be shown.</summary>
    public static OpenAiError NotKept(string id, long bytes) => new(404, $"Response with id '{Echo.Name(id)}' not found: {TooLarge(bytes)}", Request, "id", "response_not_kept");

    /// <summary>Why a response cannot be made in the background; null when it can.</summary>
    public static OpenAiError? Background(in RequestScan scan, long bodyBytes, int mostBytes) =>
        scan.Stream ? RequestErrors.From(RequestProblem.Unsupported("stream", "what is made in the background is not streamed here. Ask for the response until it has ended"))
        : scan.KeepsNothing ? new(400, "A response that is made in the background has to be kept: leave 'store' out, or make it true.", Request, "store", "invalid_value")
        : bodyBytes > mostBytes ? TooLargeToBegin(bodyBytes)
        : null;

    /// <summary>Nothing could be kept of it.</summary>
    public static OpenAiError TooLargeToBegin(long bytes) => new(
        400, $"A response that is made in the background has to be kept, and this request alone has {bytes} bytes, which is more than the gateway keeps of one.", Request, "input", "response_not_kept");

    /// <summary>The model is known, and nobody it leads to makes conversations short.</summary>
    /// <param name="model">As the caller asked for it.</param>
    public static OpenAiError NoCompaction(string model) => new(
        404, $"No provider of the model '{Echo.Name(model)}' compacts responses: that takes one that speaks OpenAI's responses itself. Have the model summarize the conversation by 'POST /v1/responses' instead, and go on from the summary.",
        Request, "model", "unsupported_operation");

    /// <summary>It was given as it was made.</summary>
    public static OpenAiError NotInBackground() => new(400, "Cannot cancel a synchronous response.", Request, null, null);

    private static string TooLarge(long bytes) => $"with its input it had {bytes} bytes, which is more than the gateway keeps of one.";
}
