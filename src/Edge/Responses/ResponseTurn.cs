using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses.State;

namespace AiGateway.Edge.Responses;

/// <summary>What the gateway itself has to do with the response that a call asks for.</summary>
internal sealed class ResponseTurn
{
    /// <summary>The answer was too large.</summary>
    public const string TooLarge = "too_large";

    /// <summary>It could not be stored in time.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Id of the response it goes on from, if the gateway keeps that one; null otherwise.</summary>
    public string? Previous { get; init; }

    /// <summary>
    /// True when the request was written anew with what its caller only names. No provider knows of those turns, so each is asked in
    /// words of the gateway's own, also one that speaks the caller's dialect, and keeps nothing of the answer.
    /// </summary>
    public bool IsRecalled { get; init; }

    /// <summary>Whether it is made while its caller does other things.</summary>
    public bool InBackground { get; init; }

    /// <summary>Of one that is made in the background: what is to be kept of it; null until it is whole.</summary>
    public KeptResponse? Made { get; set; }

    /// <summary>Whether the caller wants it kept.</summary>
    public bool IsWanted { get; init; }

    /// <summary>Request and response together that are kept at most, bytes.</summary>
    public required int MostBytes { get; init; }

    /// <summary>Why it is not kept although its caller wants it; null when it is, or nothing is known yet.</summary>
    public string? NotKept { get; set; }

    /// <param name="bodyBytes">Of the request.</param>
    public ResponseKeeping Keeping(long bodyBytes) => new() { IsKept = IsWanted && bodyBytes <= MostBytes, MostBytes = (int)Math.Max(0, MostBytes - bodyBytes), InBackground = InBackground, Previous = Previous };
}
