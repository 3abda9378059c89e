using System.Text;
using System.Text.Json;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Gemini;

/// <summary>Google takes every member in camel case and in snake case.</summary>
internal static class GeminiReading
{
    extension(JsonElement json)
    {
        public JsonElement Either(string camel) => json.At(camel) is { ValueKind: not JsonValueKind.Undefined } found ? found : json.At(Snake(camel));

        /// <summary>The first member whose name is none of these.</summary>
        public string? Stranger(HashSet<string> known) =>
            json.Members().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name) && !known.Any(camel => Snake(camel) == name));
    }

    private static string Snake(string camel) => camel.Aggregate(
        new StringBuilder(), (made, letter) => char.IsAsciiLetterUpper(letter) ? made.Append('_').Append(char.ToLowerInvariant(letter)) : made.Append(letter)).ToString();
}
