using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses.State;

/// <summary>A response that the gateway keeps, because the provider that made it does not.</summary>
public sealed record KeptResponse
{
    /// <summary>One in use is stored again when its last use is older than this, milliseconds: its store forgets what was not stored for long.</summary>
    public const long TouchMs = 24 * 60 * 60 * 1_000L;

    /// <summary>One that is being made, and of whose maker nothing was heard for so long, milliseconds, is never finished.</summary>
    public const long SilenceMs = 60_000;

    /// <summary>Whose it is.</summary>
    public required string Consumer { get; init; }

    /// <summary>When it was made, Unix milliseconds.</summary>
    public required long CreatedMs { get; init; }

    /// <summary>When it was last used, Unix milliseconds, exact to <see cref="TouchMs"/>.</summary>
    public required long UsedMs { get; init; }

    /// <summary>What it was made from, earlier turns included: a JSON array of items. Empty for one that is too large.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>What a client is given that asks for it: a JSON object. Empty for one that is too large.</summary>
    public ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>True as long as it is being made in the background.</summary>
    public bool IsRunning { get; init; }

    /// <summary>True when it was made in the background, ended or not.</summary>
    public bool IsInBackground { get; init; }

    /// <summary>Set instead of all content when there was more of it than is kept: so many bytes.</summary>
    public long? TooLargeBytes { get; init; }

    /// <summary>By what targets know the conversation it belongs to; 0 for none.</summary>
    public ulong Conversation { get; init; }

    /// <summary>Such as <c>completed</c>; null where it is not kept.</summary>
    public string? Status => Response.IsEmpty ? null : JsonElement.Parse(Response.Span).TextOf("status");

    /// <summary>Whether another turn can go on from it.</summary>
    public bool HasEnded => Status is "completed" or "incomplete";

    /// <summary>The response after a use; null when that is not worth storing.</summary>
    public KeptResponse? Used(long nowMs) => nowMs - UsedMs >= TouchMs ? this with { UsedMs = nowMs } : null;

    /// <summary>Whether another one may take its place: one that has ended never changes.</summary>
    public bool GivesWayTo(KeptResponse next) => next.Consumer == Consumer && IsRunning;

    /// <summary>What became of it when its maker has been silent.</summary>
    /// <param name="aliveMs">When its maker was last heard of, Unix milliseconds.</param>
    /// <returns>Null when nothing did.</returns>
    public KeptResponse? Lost(long aliveMs, long nowMs) => IsRunning && nowMs - aliveMs > SilenceMs ? Abandoned() : null;

    /// <summary>What becomes of one whose maker is stopped.</summary>
    public KeptResponse Abandoned() => Ended("failed", "server_error", "The gateway was restarted while it made this response.");

    /// <summary>One that is still being made, broken off by its consumer; one that has ended stays as it is.</summary>
    public KeptResponse Cancelled() => IsRunning ? Ended("cancelled") : this;

    /// <param name="status">How it ended.</param>
    /// <param name="code">OpenAI's name of what went wrong; null for nothing.</param>
    /// <param name="message">The same for a person.</param>
    public KeptResponse Ended(string status, string? code = null, string? message = null) =>
        this with { IsRunning = false, Response = ResponseEnd.Write(Response, status, code, message) };

    /// <summary>What comes before the next turn: its input, then what the model said.</summary>
    internal IEnumerable<JsonElement> Items()
    {
        if (Input.IsEmpty)
            yield break;
        foreach (var item in JsonElement.Parse(Input.Span).EnumerateArray())
            yield return item;
        if (JsonElement.Parse(Response.Span).TryGetProperty("output", out var output))
        {
            foreach (var item in output.EnumerateArray())
                yield return item;
        }
    }
}
