using System.Globalization;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>What every answer and every piece of a stream says of itself.</summary>
internal static class AnswerHead
{
    /// <summary>Unix time in seconds; null where it does not say.</summary>
    public static long? Created(in JsonElement answer) =>
        answer.GetText("createTime"u8) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeSeconds()
            : null;

    /// <summary>Whether a prompt was refused for its content; then there are no candidates.</summary>
    public static bool IsBlocked(in JsonElement answer) => answer.Get("promptFeedback"u8).GetText("blockReason"u8) is { Length: > 0 };

    /// <param name="created">Unix time in seconds.</param>
    public static void Write(Utf8JsonWriter json, string id, string model, long created)
    {
        json.WriteString("modelVersion"u8, model);
        json.WriteString("createTime"u8, DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(created, 0, MaxUnixSeconds)).UtcDateTime);
        json.WriteString("responseId"u8, id);
    }

    /// <summary>The end of the year 9999.</summary>
    private const long MaxUnixSeconds = 253_402_300_799;
}
