using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;

namespace AiGateway.Edge.Objects;

/// <summary>
/// A consumer's own files or batches, page by page: the gateway knows which they are and in which order, and their providers what
/// they are like now. What an account holds of others is never looked at.
/// </summary>
internal sealed class ObjectList(ObjectPins pins, ObjectFetch fetch, ObjectAnswers answers)
{
    /// <summary>Objects asked for at a time.</summary>
    private const int AtOnce = 8;

    /// <returns>What to tell the caller; null when it has its answer.</returns>
    public async ValueTask<OpenAiError?> Run(Exchange call, ObjectRequest request)
    {
        if (ListQuery.Read(call.Http.Request.Query, request.Kind, out var wrong) is not { } query)
            return Refuse(call, wrong!);
        // Before several look at it at the same time.
        call.Conversation ??= Conversation.Of(call);
        var shown = new List<Listed>();
        var after = query.After;
        // One more than wanted tells whether there is more.
        while (shown.Count <= query.Limit)
        {
            ShelfPage? page;
            try
            {
                page = await pins.Page(request.Kind, call.Consumer.Id, after, query.Limit + 1 - shown.Count, query.NewestFirst);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return ObjectErrors.Unavailable();
            }
            if (page is null)
                return Refuse(call, ObjectErrors.InvalidQuery("after", "the id of something in the list"));
            if (page.Entries.Count == 0)
                break;
            foreach (var some in page.Entries.Chunk(AtOnce))
            {
                if (await Add(call, request.Kind, some, query, shown) is { } error)
                    return error;
            }
            after = page.Entries[^1].Id;
        }
        await answers.Send(call, Write(shown, query.Limit));
        return null;
    }

    private async ValueTask<OpenAiError?> Add(Exchange call, PinKind kind, ShelfEntry[] entries, ListQuery query, List<Listed> into)
    {
        var fetched = await Task.WhenAll(entries.Select(entry => fetch.Run(call, kind, entry)));
        foreach (var one in fetched)
            fetch.Count(call, one);
        foreach (var (entry, one) in entries.Zip(fetched))
        {
            if (one.Error is { } error)
                return error;
            if (one.IsGone)
                await Forget(kind, entry.Id, call.Consumer.Id);
            else if (one.Json is { } json && (query.Purpose is null || ObjectIds.Read(json)?.Purpose == query.Purpose))
                into.Add(new Listed(entry.Id, json));
        }
        return null;
    }

    /// <summary>Its provider has dropped it.</summary>
    private async ValueTask Forget(PinKind kind, string id, string consumer)
    {
        try
        {
            await pins.Forget(kind, id, consumer);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The next list comes to it again.
        }
    }

    private static OpenAiError Refuse(Exchange call, OpenAiError error)
    {
        call.Outcome = CallOutcome.ClientError;
        return error;
    }

    private static ReadOnlyMemory<byte> Write(List<Listed> shown, int limit)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var one in shown.Take(limit))
            json.WriteRawValue(one.Json, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteString("first_id"u8, shown.FirstOrDefault()?.Id);
        json.WriteString("last_id"u8, shown.Take(limit).LastOrDefault()?.Id);
        json.WriteBoolean("has_more"u8, shown.Count > limit);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    private sealed record Listed(string Id, byte[] Json);
}
