using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;
using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Dialects.OpenAiCompletions;

/// <summary>Writes a client's whole answer.</summary>
internal static class AnswerWriter
{
    public static void Write(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, (answer, CompletionJson.Head(answer.Id, answer.Created, traits), traits.Request?.Echo), static (json, call) => WriteBody(json, call.answer, call.Item2, call.Echo));

    private static void WriteBody(Utf8JsonWriter json, ChatAnswer answer, in ChunkHead head, string? echo)
    {
        CompletionJson.Begin(json, head);
        foreach (var choice in answer.Choices)
            CompletionJson.Write(json, new Piece(choice.Index, echo + Text(choice), choice.Finish, TokensJson.Of(choice.Logprobs)));
        CompletionJson.End(json, answer.Usage);
    }

    /// <summary>A refusal is what the model said, and there is no other place for it.</summary>
    private static string Text(ChatChoice choice)
    {
        var text = "";
        foreach (var part in choice.Parts)
        {
            text += part switch
            {
                TextPart said => said.Text,
                RefusalPart refusal => refusal.Text,
                _ => "",
            };
        }
        return text;
    }
}
