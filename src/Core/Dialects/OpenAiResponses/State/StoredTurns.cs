using System.Buffers;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses.State;

/// <summary>
/// What is kept of a response, so that the next can go on from it with providers that keep nothing: JSON arrays of items. A
/// response's input is what came before it and what was sent with it; what comes before the next is that input and its output.
/// </summary>
public static class StoredTurns
{
    /// <summary>Concatenates JSON arrays.</summary>
    /// <param name="maxBytes">Of the joined array at most.</param>
    /// <param name="output">Takes the joined array; nothing when it would be too large.</param>
    /// <param name="arrays">As <see cref="InputItems.Write"/> and the answer's writer make them, in the order in which they were said.</param>
    /// <returns>False when it would be larger than <paramref name="maxBytes"/>.</returns>
    public static bool TryJoin(int maxBytes, IBufferWriter<byte> output, params ReadOnlySpan<ReadOnlyMemory<byte>> arrays)
    {
        ArgumentNullException.ThrowIfNull(output);
        long size = 2;
        var count = 0;
        foreach (var array in arrays)
        {
            var items = Inside(array.Span);
            if (!items.IsEmpty)
                size += items.Length + (count++ > 0 ? 1 : 0);
        }
        if (size > maxBytes)
            return false;
        output.Write("["u8);
        foreach (var array in arrays)
        {
            var items = Inside(array.Span);
            if (items.IsEmpty)
                continue;
            output.Write(items);
            if (--count > 0)
                output.Write(","u8);
        }
        output.Write("]"u8);
        return true;
    }

    /// <summary>The request as it would be had the caller sent the earlier turns itself.</summary>
    /// <param name="request">One that names <c>previous_response_id</c>, or <c>conversation</c>; instructions stay the first of its messages.</param>
    /// <param name="earlier">The items before it, a JSON array.</param>
    /// <exception cref="DialectException">The items cannot be read.</exception>
    public static ChatRequest Resume(ChatRequest request, ReadOnlyMemory<byte> earlier)
    {
        ArgumentNullException.ThrowIfNull(request);
        var unknown = new List<UnknownField>();
        foreach (var field in request.Unknown)
        {
            if (field.Path is not ("previous_response_id" or "conversation"))
                unknown.Add(field);
        }
        var messages = new List<ChatMessage>();
        var own = request.Messages is [{ Parts: [TextPart { Path: InputReader.Instructions }, ..] }, ..] ? 1 : 0;
        if (own > 0)
            messages.Add(request.Messages[0]);
        messages.AddRange(Read(earlier, unknown));
        for (var i = own; i < request.Messages.Count; i++)
            messages.Add(request.Messages[i]);
        return request with { Messages = NameResults(messages), Unknown = unknown };
    }

    private static List<ChatMessage> Read(ReadOnlyMemory<byte> earlier, List<UnknownField> unknown)
    {
        var body = new ArrayBufferWriter<byte>();
        body.Write("{\"previous_response_id\":"u8);
        body.Write(earlier.Span);
        body.Write("}"u8);
        return RequestDocument.Read(body.WrittenMemory, root =>
        {
            var input = new InputReader(unknown);
            input.Add(root["previous_response_id"]);
            return input.Take();
        });
    }

    /// <summary>A result is told by its call's id; the call may stand in an earlier response.</summary>
    private static List<ChatMessage> NameResults(List<ChatMessage> messages)
    {
        var functions = new Dictionary<string, string>();
        for (var i = 0; i < messages.Count; i++)
        {
            List<ContentPart>? named = null;
            var parts = messages[i].Parts;
            for (var j = 0; j < parts.Count; j++)
            {
                if (parts[j] is ToolCallPart call)
                    functions[call.Id] = call.Name;
                else if (parts[j] is ToolResultPart { Name: null } result && functions.TryGetValue(result.CallId, out var name))
                    (named ??= [.. parts])[j] = result with { Name = name };
            }
            if (named is not null)
                messages[i] = messages[i] with { Parts = named };
        }
        return messages;
    }

    /// <summary>What stands between the brackets.</summary>
    private static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> array)
    {
        var trimmed = array.Trim(" \t\r\n"u8);
        return trimmed is [(byte)'[', .. var items, (byte)']'] ? items.Trim(" \t\r\n"u8) : throw new ArgumentException("This is no JSON array.", nameof(array));
    }
}
