using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Api.Values;

/// <summary>Where a member stands in a body, or could: at its top, or in an object there.</summary>
/// <param name="Value">Its value; empty when absent.</param>
/// <param name="Inside">Behind the brace that opens its object; 0 when that is absent too.</param>
/// <param name="IsAlone">Whether its object has no member.</param>
internal readonly record struct MemberPlace(ByteRange Value, int Inside, bool IsAlone)
{
    /// <param name="body">A JSON object.</param>
    /// <param name="path">One name, or two with a dot between.</param>
    public static MemberPlace Find(ReadOnlySpan<byte> body, string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var json = new Utf8JsonReader(body);
        json.Read();
        return dot < 0 ? In(ref json, path) : InObject(ref json, path[..dot], path[(dot + 1)..]);
    }

    private static MemberPlace InObject(ref Utf8JsonReader json, string owner, string name)
    {
        while (json.NextMember())
        {
            var found = json.ValueTextEquals(owner);
            json.Read();
            if (found && json.TokenType == JsonTokenType.StartObject)
                return In(ref json, name);
            json.Skip();
        }
        return default;
    }

    private static MemberPlace In(ref Utf8JsonReader json, string name)
    {
        var (inside, members) = ((int)json.BytesConsumed, 0);
        while (json.NextMember())
        {
            var found = json.ValueTextEquals(name);
            json.Read();
            members++;
            var value = json.SkipValue();
            if (found)
                return new(value, inside, false);
        }
        return new(default, inside, members == 0);
    }
}
