using System.Buffers;
using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Writes a client's whole answer. A response holds one answer: the first.</summary>
internal static class AnswerWriter
{
    public static void Write(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output)
    {
        var head = new ResponseHead(ItemIds.ResponseId(answer.Id, traits.Id), answer.Created ?? traits.Created, traits.Model, traits.Request, traits.Keeping);
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : new ChatChoice(0, [], FinishReason.Stop);
        var state = new ResponseState(
            FinishReasons.Status(choice.Finish), FinishReasons.IncompleteReason(choice.Finish), Items(choice, head.Id), answer.Usage, answer.ServiceTier);
        output.Write(ResponseObject.Made(head, state).Span);
    }

    private static List<byte[]> Items(ChatChoice choice, string responseId)
    {
        var items = new List<byte[]>();
        List<OutputPart>? message = null;
        var logprobs = choice.Logprobs;
        foreach (var part in choice.Parts)
        {
            if (part is TextPart or RefusalPart)
            {
                (message ??= []).Add(Said(part, logprobs));
                if (part is TextPart)
                    logprobs = null;
                continue;
            }
            Close(FinishReasons.Completed);
            switch (part)
            {
                case ReasoningPart reasoning:
                    items.Add(ItemJson.Reasoning(Id("rs"), reasoning.Text, reasoning.Signature is { } seal ? SealedThought.Write(seal, reasoning.IsRedacted) : null));
                    break;
                case ToolCallPart call:
                    if (call.Signature is { } proof)
                        items.Add(ItemJson.Reasoning(Id("rs"), "", SealedThought.WriteProof(proof, call.Id)));
                    items.Add(ItemJson.Call(Id("fc"), FinishReasons.Completed, call.Id, call.Name, call.Arguments));
                    break;
                case ImagePart { Source: MediaSource.Base64 image }:
                    items.Add(ItemJson.Image(Id("ig"), FinishReasons.Completed, image.MediaType, image.Data));
                    break;
            }
        }
        Close(FinishReasons.Status(choice.Finish));
        return items;

        string Id(string prefix) => ItemIds.Of(prefix, responseId, items.Count);

        void Close(string status)
        {
            if (message is not null)
                items.Add(ItemJson.Message(Id("msg"), status, message));
            message = null;
        }
    }

    private static OutputPart Said(ContentPart part, JsonElement? logprobs)
    {
        var said = new OutputPart(part is RefusalPart);
        said.Text.Append(part is TextPart text ? text.Text : ((RefusalPart)part).Text);
        if (part is TextPart { Annotations: { } sources })
            AnnotationJson.Gather(sources, said.Annotations);
        if (!said.IsRefusal)
            LogprobJson.Gather(logprobs, said.Logprobs);
        return said;
    }
}
