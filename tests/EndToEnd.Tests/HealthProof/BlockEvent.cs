namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>One death of the busy key, by the provider's log.</summary>
/// <param name="InFlight">Calls with the key that had arrived and had no answer yet when its first refusal was sent.</param>
/// <param name="Late">Calls with it that arrived after that.</param>
/// <param name="LastUseMs">When the last of them arrived, after it; 0 for none.</param>
/// <param name="LastUseByEdgeMs">The same of each edge that calls, but the one that was refused first.</param>
/// <param name="KnownMs">When all edges were seen to know, after it; null where that was not watched.</param>
/// <param name="StoodStillMs">The longest that the machine let nobody run meanwhile.</param>
internal sealed record BlockEvent(int InFlight, int Late, double LastUseMs, IReadOnlyList<double> LastUseByEdgeMs, double? KnownMs, double StoodStillMs)
{
    /// <summary>A machine that stands still for so long shows nothing about a chain of five processes.</summary>
    private const double LongestStandstillMs = 25;

    public bool IsVoid => StoodStillMs > LongestStandstillMs;

    /// <param name="calls">All calls with the key since it began to be refused, and those under way then.</param>
    /// <param name="first">The one that was refused first.</param>
    /// <param name="edges">How many call.</param>
    public static BlockEvent Of(IReadOnlyList<ProofCall> calls, ProofCall first, int edges, double? knownMs, double stoodStillMs)
    {
        var diedUs = first.EndedUs!.Value;
        var late = calls.Where(call => call.IsChat && call.ArrivedUs > diedUs).ToList();
        return new BlockEvent(
            calls.Count(call => call.IsChat && call.ArrivedUs <= diedUs && !(call.EndedUs <= diedUs)),
            late.Count,
            Last(late),
            [.. Enumerable.Range(0, edges).Where(edge => edge != first.Mark.Edge).Select(edge => Last(late.Where(call => call.Mark.Edge == edge)))],
            knownMs, stoodStillMs);

        double Last(IEnumerable<ProofCall> of) => of.Select(call => (call.ArrivedUs - diedUs) / 1e3).DefaultIfEmpty(0).Max();
    }
}
