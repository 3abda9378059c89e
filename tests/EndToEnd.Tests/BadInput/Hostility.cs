using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>Something a provider answers.</summary>
/// <param name="Name">For people.</param>
/// <param name="Whole">As a rule of the fake provider has it.</param>
/// <param name="IsAnswer">Whether it is odd and yet a whole answer.</param>
internal sealed record Hostility(string Name, object Whole, bool IsAnswer = false)
{
    private static readonly string[] MembersOfEvent = ["type", "code", "message", "param", "error", "sequence_number"];

    /// <summary>The same where a stream was asked for.</summary>
    public object Streamed { get; init; } = Whole;

    /// <summary>What is wrong with what a caller was told; null when nothing is.</summary>
    public string? Problem(AnyCaller caller, StreamAnswer got, bool stream)
    {
        if (IsAnswer)
            return got is { Status: 200, Broken: false } && got.Body.Contains("word10", StringComparison.Ordinal) ? null : "not whole";
        if (got.Body.Contains("html", StringComparison.OrdinalIgnoreCase))
            return "passed on";
        if (got.Status == 502)
            return caller.Dialect.Read(new HttpAnswer(got.Status, got.Headers, got.Body)) is { } told && IsClear(told, caller) ? null : "not told in the caller's dialect";
        // Some words are there already, and the status with them.
        if (!stream || got.Status != 200 || !got.Broken)
            return "taken for an answer";
        return ToldLast(caller, got) is { } last && IsClear(last, caller) ? null : "not told in the stream";
    }

    private static bool IsClear(ToldError told, AnyCaller caller) => told.Message.Length > 0 && (told.Code is not null || caller.Dialect == CallerDialect.Anthropic);

    private static ToldError? ToldLast(AnyCaller caller, StreamAnswer got)
    {
        if (got.Data.Count == 0 || JsonNode.Parse(got.Data[^1]) is not { } last)
            return null;
        if (caller.Name == "responses")
            return last.AsObject().Select(member => member.Key).SequenceEqual(MembersOfEvent) ? new ToldError((string?)last["type"], (string?)last["code"], (string?)last["message"] ?? "") : null;
        var status = caller.Dialect == CallerDialect.Gemini ? last["error"]?["code"]?.GetValue<int>() ?? 0 : got.Status;
        return caller.Dialect.Read(new HttpAnswer(status, got.Headers, got.Data[^1]));
    }
}
