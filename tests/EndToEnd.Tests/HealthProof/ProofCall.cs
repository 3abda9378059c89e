using System.Globalization;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>One call as the provider logged it, with the mark its caller put on it. Times are microseconds of the provider's clock.</summary>
internal sealed record ProofCall(long Seq, long ArrivedUs, long? EndedUs, string? Ending, int? Status, string Key, bool IsChat, string? Model, CallMark Mark)
{
    public static ProofCall Of(FakeCall call) => new(
        call.Seq, call.ArrivedUs, call.EndedUs, call.Ending, call.Status, call.Key ?? "", call.Method == "POST", call.Model, CallMark.Of(call.Body));

    /// <summary>Answered to its end and well.</summary>
    public bool Succeeded => Status == 200 && Ending == FakeCall.Completed;
}

/// <summary>Who made a call: travels through the gateway as the request's user.</summary>
/// <param name="Edge">The edge that was called, from 0; -1 for a call of the gateway's own.</param>
/// <param name="Caller">From 0.</param>
/// <param name="Number">The caller's count.</param>
internal readonly record struct CallMark(int Edge, int Caller, int Number)
{
    private const string Member = "\"user\":\"";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Edge} {Caller} {Number}");

    public static CallMark Of(string? body)
    {
        if (body is null || body.IndexOf(Member, StringComparison.Ordinal) is not (>= 0 and var start))
            return new CallMark(-1, -1, -1);
        start += Member.Length;
        var parts = body[start..body.IndexOf('"', start)].Split(' ');
        return new CallMark(Parse(parts[0]), Parse(parts[1]), Parse(parts[2]));
    }

    private static int Parse(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
