using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Catalog.Requests;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Api.Values;

/// <summary>Reads the numbers of a request where its dialect has them, and writes others in their place, leaving every other byte as it is.</summary>
internal static class RequestValuesJson
{
    public static RequestValues Read(ReadOnlySpan<byte> body, Dialect dialect)
    {
        var paths = ValuePaths.Of(dialect);
        return new RequestValues
        {
            Temperature = Number(body, paths.Temperature),
            TopP = Number(body, paths.TopP),
            ReasoningEffort = Text(body, paths.ReasoningEffort),
            ServiceTier = Text(body, paths.ServiceTier),
        };
    }

    /// <param name="edits">Receives what has to change.</param>
    /// <param name="body">The caller's.</param>
    /// <param name="dialect">What it is written in.</param>
    /// <param name="values">What to write; null leaves the caller's.</param>
    public static void Write(SpliceList edits, ReadOnlySpan<byte> body, Dialect dialect, RequestValues values)
    {
        var paths = ValuePaths.Of(dialect);
        Write(edits, body, paths.Temperature, values.Temperature?.ToString("R", CultureInfo.InvariantCulture));
        Write(edits, body, paths.TopP, values.TopP?.ToString("R", CultureInfo.InvariantCulture));
        Write(edits, body, paths.ReasoningEffort, Quoted(values.ReasoningEffort));
        Write(edits, body, paths.ServiceTier, Quoted(values.ServiceTier));
    }

    private static void Write(SpliceList edits, ReadOnlySpan<byte> body, string? path, string? value)
    {
        if (path is null || value is null)
            return;
        var place = MemberPlace.Find(body, path);
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (!place.Value.IsEmpty)
            edits.Replace(place.Value, Encoding.UTF8.GetBytes(value));
        else if (place.Inside > 0)
            edits.Insert(place.Inside, Encoding.UTF8.GetBytes($"\"{path[(dot + 1)..]}\":{value}{(place.IsAlone ? "" : ",")}"));
        else
            edits.Insert(MemberPlace.Find(body, "").Inside, Encoding.UTF8.GetBytes($"\"{path[..dot]}\":{{\"{path[(dot + 1)..]}\":{value}}},"));
    }

    private static double? Number(ReadOnlySpan<byte> body, string path) =>
        MemberPlace.Find(body, path) is { Value.IsEmpty: false } place && JsonElement.Parse(place.Value.Of(body)) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static string? Text(ReadOnlySpan<byte> body, string? path) =>
        path is not null && MemberPlace.Find(body, path) is { Value.IsEmpty: false } place && JsonElement.Parse(place.Value.Of(body)) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string? Quoted(string? text) => text is null ? null : Encoding.UTF8.GetString(JsonText.Quote(text));
}
