using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>Courses of events that chance rarely finds, each made to break one rule.</summary>
internal static class DirectedMutants
{
    public static Func<SafetyRules, int>? For(SafetyRules rule) => rule switch
    {
        SafetyRules.ChargeOutstandingAtItsEnd => LeaseGivenJustBeforeTheHorizon,
        SafetyRules.ChargeOnReplacement => RepliesOutOfOrder,
        SafetyRules.ExpiryFromSend => ReplyNearlyALeaseLate,
        SafetyRules.Horizon => LostOwnerThatGoesOnGranting,
        _ => null,
    };

    /// <summary>An owner that was replaced gives a lease at its last moment, and the edge uses it at the lease's last moment.</summary>
    private static int LeaseGivenJustBeforeTheHorizon(SafetyRules without)
    {
        var timeline = new Timeline(without);
        var edge = timeline.Edge();
        var old = timeline.TakeOver();
        timeline.Admit(edge);
        timeline.Exchange(edge, old);
        timeline.NowMs += 500;
        var successor = timeline.TakeOver();
        timeline.NowMs += 450;
        timeline.Exchange(edge, old, stores: false);
        timeline.NowMs += 900;
        timeline.AdmitAll(edge);
        timeline.NowMs += 9_300;
        timeline.Drain(successor);
        return timeline.Over;
    }

    /// <summary>A first reply comes after the next report was served, and before the next reply: its permits are used all the same.</summary>
    private static int RepliesOutOfOrder(SafetyRules without)
    {
        var timeline = new Timeline(without, hard: false);
        var edge = timeline.Edge();
        var owner = timeline.TakeOver();
        timeline.Admit(edge);
        var first = timeline.Serve(owner, timeline.Report(edge));
        edge.Fail();
        timeline.Admit(edge);
        var second = timeline.Serve(owner, timeline.Report(edge));
        edge.Apply(first, timeline.NowMs, timeline.NowMs);
        timeline.AdmitAll(edge);
        edge.Apply(second, timeline.NowMs, timeline.NowMs);
        timeline.AdmitAll(edge);
        timeline.Drain(owner);
        return timeline.Over;
    }

    /// <summary>A reply takes nearly as long as its lease lasts.</summary>
    private static int ReplyNearlyALeaseLate(SafetyRules without)
    {
        var timeline = new Timeline(without, hard: false);
        var edge = timeline.Edge();
        var owner = timeline.TakeOver();
        timeline.Admit(edge);
        var sentMs = timeline.NowMs;
        var reply = timeline.Serve(owner, timeline.Report(edge));
        timeline.NowMs += 900;
        edge.Apply(reply, sentMs, timeline.NowMs);
        timeline.NowMs += 200;
        timeline.Drain(owner);
        timeline.NowMs += 700;
        timeline.AdmitAll(edge);
        timeline.NowMs += 9_450;
        timeline.Drain(owner);
        return timeline.Over;
    }

    /// <summary>An owner without its store, replaced long ago, still has a reserve, and an edge that found no other.</summary>
    private static int LostOwnerThatGoesOnGranting(SafetyRules without)
    {
        var timeline = new Timeline(without);
        var edge = timeline.Edge();
        var old = timeline.TakeOver();
        timeline.Admit(edge);
        timeline.Exchange(edge, old);
        timeline.NowMs += 600;
        timeline.Exchange(edge, old);
        timeline.NowMs += 500;
        var successor = timeline.TakeOver();
        timeline.NowMs += 16_000;
        timeline.Drain(successor);
        timeline.Admit(edge);
        timeline.Exchange(edge, old, stores: false);
        timeline.AdmitAll(edge);
        return timeline.Over;
    }
}
