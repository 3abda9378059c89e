using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Catalog.Requests;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Anthropic;
using AiGateway.Core.Dialects.Gemini;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Api.Values;

/// <summary>Reads the values of a request where its dialect has them, and writes others in their place, leaving every other byte as it is.</summary>
internal static class RequestValuesJson
{
    /// <summary>What a body says; its cap on output is read with the rest of the request, not here.</summary>
    public static RequestValues Read(ReadOnlySpan<byte> body, Dialect dialect)
    {
        var paths = ValuePaths.Of(dialect);
        var places = ValuePlaces.Find(body, paths);
        return new RequestValues
        {
            Temperature = Number(body, places, paths.Temperature),
            TopP = Number(body, places, paths.TopP),
            ReasoningEffort = dialect switch
            {
                Dialect.Anthropic => AnthropicEffort.Read(Element(body, places, paths.Thinking), Element(body, places, paths.ReasoningEffort)),
                Dialect.Gemini => GeminiEffort.Read(Element(body, places, paths.Thinking)),
                _ => Text(Element(body, places, paths.ReasoningEffort)),
            },
            ServiceTier = ServiceTiers.Read(dialect, Text(Element(body, places, paths.ServiceTier))),
        };
    }

    /// <param name="edits">Receives what has to change.</param>
    /// <param name="body">The caller's.</param>
    /// <param name="dialect">What it is written in.</param>
    /// <param name="values">What to write; null leaves the caller's, as does what the dialect has no word for.</param>
    /// <param name="model">As the provider calls it: what it may be told of thinking depends on which it is.</param>
    public static void Write(SpliceList edits, ReadOnlySpan<byte> body, Dialect dialect, RequestValues values, string model)
    {
        var paths = ValuePaths.Of(dialect);
        var places = ValuePlaces.Find(body, paths);
        var (thinking, word) = values.ReasoningEffort is not { } effort ? default : dialect switch
        {
            Dialect.Anthropic => AnthropicEffort.Write(effort, model, Element(body, places, paths.Thinking)),
            Dialect.Gemini => (GeminiEffort.Write(effort, model, Element(body, places, paths.Thinking)), null),
            _ => (null, Quoted(effort)),
        };
        var (top, owned) = (new List<string>(), new List<string>());
        foreach (var (name, value) in (ReadOnlySpan<(ValueName?, string?)>)
        [
            (paths.Temperature, values.Temperature?.ToString("R", CultureInfo.InvariantCulture)),
            (paths.TopP, values.TopP?.ToString("R", CultureInfo.InvariantCulture)),
            (paths.ReasoningEffort, word),
            (paths.Thinking, thinking),
            (paths.ServiceTier, Quoted(ServiceTiers.Write(dialect, values.ServiceTier))),
            (paths.MaxOutputTokens, values.MaxOutputTokens?.ToString(CultureInfo.InvariantCulture)),
        ])
        {
            if (name is null || value is null)
                continue;
            if (places.Of(name) is { IsEmpty: false } place)
                edits.Replace(place, Encoding.UTF8.GetBytes(value));
            else
                (name.IsOwned ? owned : top).Add($"\"{name}\":{value}");
        }

        if (owned.Count > 0 && places.Owner.Inside == 0)
        {
            var whole = $"{{{string.Join(',', owned)}}}";
            if (places.Owner.Value.IsEmpty)
                top.Add($"\"{paths.Owner}\":{whole}");
            else
                edits.Replace(places.Owner.Value, Encoding.UTF8.GetBytes(whole));
        }
        else if (owned.Count > 0)
        {
            edits.Insert(places.Owner.Inside, Encoding.UTF8.GetBytes(string.Join(',', owned) + (places.Owner.HasMembers ? "," : "")));
        }

        if (top.Count > 0)
            edits.Insert(places.Root.Value.End - 1, Encoding.UTF8.GetBytes((places.Root.HasMembers ? "," : "") + string.Join(',', top)));
    }

    private static double? Number(ReadOnlySpan<byte> body, ValuePlaces places, ValueName name) =>
        Element(body, places, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Undefined when it is not there.</summary>
    private static JsonElement Element(ReadOnlySpan<byte> body, ValuePlaces places, ValueName? name) =>
        name is not null && places.Of(name) is { IsEmpty: false } place ? JsonElement.Parse(place.Of(body)) : default;

    private static string? Quoted(string? text) => text is null ? null : Encoding.UTF8.GetString(JsonText.Quote(text));
}
