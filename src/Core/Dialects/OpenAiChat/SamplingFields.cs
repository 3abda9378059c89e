using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Members that OpenAI's chats and text completions have alike.</summary>
internal static class SamplingFields
{
    /// <summary>Labels, storage, caching, telemetry and what only speeds an answer up.</summary>
    public static readonly string[] Hints =
    [
        "prompt_cache_retention", "prompt_cache_options", "cache_control", "usage", "session_id", "request_id", "trace", "priority",
    ];

    public static double? Penalty(Field field) => field.Number(-2, 2) is { } penalty and not 0 ? penalty : null;

    public static double? TopP(Field field) => field.Number(0, 1) is { } p and not 1 ? p : null;

    public static int? TopK(Field field) => (int?)field.Integer(-1, int.MaxValue) is { } k and > 0 ? k : null;

    public static int? N(Field field) => (int?)field.Integer(1, 128) is { } n and not 1 ? n : null;

    public static List<string> Stops(Field field)
    {
        var stops = new List<string>();
        if (field.Value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in field.Items())
                stops.Add(item.Text() ?? throw DialectException.WrongType(item.Path, "a string"));
        }
        else if (field.Text() is { } stop)
        {
            stops.Add(stop);
        }
        stops.RemoveAll(static stop => stop.Length == 0);
        return stops;
    }

    /// <summary>Takes what of both has no place in the common model: biases, options of streams, hints.</summary>
    public static void ReadRest(Field root, UnknownFields unknown)
    {
        if (!root["user"].IsAbsent)
            unknown.Add(root["safety_identifier"], isHint: true);
        if (root["logit_bias"] is { IsAbsent: false } bias && bias.Members().Count > 0)
            unknown.Add(bias);
        if (root["stream_options"] is { IsAbsent: false } options && options.Object() is not null)
            unknown.AddRest(options, ["include_usage"], isHint: true);
        foreach (var hint in Hints)
            unknown.Add(root[hint], isHint: true);
    }
}
