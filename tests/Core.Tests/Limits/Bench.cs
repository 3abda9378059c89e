using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

/// <summary>A ledger and the wallets of some edges, on one clock that a test moves by hand; messages take no time.</summary>
internal sealed class Bench(LimitSpec limits)
{
    /// <summary>2026-11-20 12:00:00 UTC.</summary>
    public const long Noon = 1_795_176_000_000;

    private readonly Dictionary<string, LeaseWallet> _wallets = [];

    public LimitLedger Ledger { get; set; } = new();

    public LimitSpec Limits { get; set; } = limits;

    /// <summary>Milliseconds since noon; the edges' clock reads as many.</summary>
    public long Now { get; set; }

    public LeaseWallet Edge(string id = "a", long incarnation = 1)
    {
        if (!_wallets.TryGetValue(id + incarnation, out var wallet))
            _wallets[id + incarnation] = wallet = new LeaseWallet(id, incarnation);
        return wallet;
    }

    public LeaseReply Refill(string id = "a", long incarnation = 1)
    {
        var wallet = Edge(id, incarnation);
        var reply = Ledger.Serve(wallet.BeginRefill(Limits, Now), Limits, Noon + Now);
        wallet.Apply(reply, Now);
        return reply;
    }

    /// <summary>One call: admitted at once, after one refill, or not at all.</summary>
    public AdmitResult Call(long tokens = 0, string id = "a", long incarnation = 1)
    {
        var result = Edge(id, incarnation).TryAdmit(tokens, Limits, Now);
        if (result.Outcome != AdmitOutcome.NeedsLease)
            return result;
        Refill(id, incarnation);
        return Edge(id, incarnation).TryAdmit(tokens, Limits, Now);
    }

    /// <summary>Calls until one is not admitted, ending each at once with all its tokens used.</summary>
    /// <returns>How many were admitted.</returns>
    public int CallUntilRefused(long tokens = 0, string id = "a")
    {
        for (var admitted = 0; ; admitted++)
        {
            var result = Call(tokens, id);
            if (result.Outcome != AdmitOutcome.Admitted)
                return admitted;
            Edge(id).Settle(result.Reservation, tokens);
        }
    }

    /// <summary>Sends what the edges have to say while time passes.</summary>
    public void Pass(long ms, params string[] ids)
    {
        for (var end = Now + ms; Now < end;)
        {
            Now = Math.Min(end, Now + 250);
            foreach (var id in ids)
            {
                if (Edge(id).HasWork(Now))
                    Refill(id);
            }
        }
    }

    public static LeaseReport Report(long sequence, string edge = "a", long incarnation = 1) =>
        new() { EdgeId = edge, Incarnation = incarnation, Sequence = sequence };
}
