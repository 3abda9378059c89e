using System.Buffers;
using System.Text.Json;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Shadow;

/// <summary>
/// Makes the body of a copy: without what names a person, and with nothing that a provider would keep. A call that has the
/// provider search, execute or remember something is not copied, for it would be done twice.
/// </summary>
internal static class ShadowBody
{
    /// <summary>Who asked, and notes of the caller's: a second provider has no use for them.</summary>
    private static readonly byte[][] Personal = ["user"u8.ToArray(), "safety_identifier"u8.ToArray(), "metadata"u8.ToArray()];

    /// <summary>Members by which providers are told to do something themselves.</summary>
    private static readonly byte[][] Acting =
    [
        "web_search_options"u8.ToArray(), "enable_search"u8.ToArray(), "search_parameters"u8.ToArray(), "plugins"u8.ToArray(), "mcp_servers"u8.ToArray(),
        "background"u8.ToArray(), "previous_response_id"u8.ToArray(), "conversation"u8.ToArray(),
    ];

    /// <param name="body">A body that could be read.</param>
    /// <param name="operation">What it asks for: responses are kept unless the provider is told otherwise.</param>
    /// <param name="output">Receives the copy's.</param>
    /// <returns>False when the call is not to be copied.</returns>
    public static bool TryWrite(ReadOnlySpan<byte> body, Operation operation, PooledBody output)
    {
        var told = operation != Operation.Responses;
        var json = new Utf8JsonReader(body);
        json.Read();
        output.Write("{"u8);
        while (json.NextMember())
        {
            var start = (int)json.TokenStartIndex;
            var (personal, acting) = (Is(json, Personal), Is(json, Acting));
            var (store, tools) = (json.ValueTextEquals("store"u8), json.ValueTextEquals("tools"u8));
            json.Read();
            if ((acting && json.TokenType is not (JsonTokenType.Null or JsonTokenType.False)) || (tools && !AreFunctions(json)))
                return false;
            json.Skip();
            if (personal)
                continue;
            if (output.Length > 1)
                output.Write(","u8);
            told |= store;
            output.Write(store ? "\"store\":false"u8 : body[start..(int)json.BytesConsumed]);
        }
        if (!told)
            output.Write(output.Length > 1 ? ",\"store\":false"u8 : "\"store\":false"u8);
        output.Write("}"u8);
        return true;
    }

    /// <summary>Functions are for the caller to execute, and nobody executes those of an answer that is thrown away.</summary>
    private static bool AreFunctions(Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
            return true;
        if (json.TokenType != JsonTokenType.StartArray)
            return false;
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            if (!IsFunction(ref json))
                return false;
        }
        return json.TokenType == JsonTokenType.EndArray;
    }

    private static bool IsFunction(ref Utf8JsonReader json)
    {
        var function = false;
        while (json.NextMember())
        {
            var type = json.ValueTextEquals("type"u8);
            json.Read();
            if (type)
                function = json.TokenType == JsonTokenType.String && (json.ValueTextEquals("function"u8) || json.ValueTextEquals("custom"u8));
            json.Skip();
        }
        return function;
    }

    private static bool Is(Utf8JsonReader json, byte[][] names)
    {
        foreach (var name in names)
        {
            if (json.ValueTextEquals(name))
                return true;
        }
        return false;
    }
}
