using System.Text.Json;

namespace AiGateway.FakeProvider.Provider;

/// <summary>
/// The token rule of this provider: a token is a word, that is, a run of characters without white space.
/// A number (a token id) is one token. Of an object only <c>content</c>, <c>parts</c> and <c>text</c> count.
/// </summary>
internal static class Words
{
    public static string[] Of(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public static int In(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Of(value.GetString()!).Length,
        JsonValueKind.Number => 1,
        JsonValueKind.Array => value.EnumerateArray().Sum(In),
        JsonValueKind.Object => InMember(value, "content") + InMember(value, "parts") + InMember(value, "text"),
        _ => 0,
    };

    private static int InMember(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? In(member) : 0;
}
