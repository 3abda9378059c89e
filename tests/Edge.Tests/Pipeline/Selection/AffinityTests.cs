namespace AiGateway.Edge.Tests.Pipeline.Selection;

/// <summary>A conversation and its account.</summary>
public sealed class AffinityTests
{
    private const string Three = "{ id: a, secret: s }, { id: b, secret: t }, { id: c, secret: u }";

    private static readonly string[] Sessions = [.. Enumerable.Range(0, 300).Select(n => $"session {n}")];

    private readonly SelectorBench _bench = new(Three, affinity: "on");

    [Fact]
    public void A_conversation_stays_with_its_account_at_every_edge()
    {
        var other = new SelectorBench(Three, affinity: "on", seed: 99);
        foreach (var session in Sessions)
        {
            var home = _bench.Key(session);
            for (var turn = 0; turn < 3; turn++)
                Assert.Equal((home, home), (_bench.Key(session), other.Key(session)));
        }
    }

    [Fact]
    public void Conversations_are_spread_over_all_accounts() => Assert.All(Homes().CountBy(home => home), home => Assert.InRange(home.Value, 60, 140));

    [Fact]
    public void A_slow_account_keeps_its_conversations()
    {
        var homes = Homes();

        _bench.Views["a"].Load["gpt"].Measured(60_000, _bench.Now);

        Assert.Equal(homes, Homes());
    }

    [Fact]
    public void Conversations_move_when_their_account_is_out_and_come_back_and_no_others_move()
    {
        var homes = Homes();

        _bench.Quarantine("a");
        var meanwhile = Homes();
        Assert.DoesNotContain("a", meanwhile);
        Assert.All(homes.Zip(meanwhile).Where(home => home.First != "a"), home => Assert.Equal(home.First, home.Second));

        _bench.Views["a"].EndQuarantine();
        Assert.Equal(homes, Homes());
    }

    [Fact]
    public void An_account_that_has_its_share_of_the_calls_under_way_passes_the_next_ones_on()
    {
        var taken = new Dictionary<string, int>();
        for (var i = 0; i < 90; i++)
        {
            var choice = _bench.Choose("always the same")!.Value;
            choice.View.Load.Begin();
            taken[choice.Key.Id] = taken.GetValueOrDefault(choice.Key.Id) + 1;
        }

        Assert.Equal(3, taken.Count);
        // Five quarters of a third of 90.
        Assert.InRange(taken.Values.Max(), 37, 38);
    }

    [Fact]
    public void An_account_with_less_weight_has_fewer_conversations()
    {
        var bench = new SelectorBench("{ id: a, secret: s, weight: 9 }, { id: b, secret: t }", affinity: "on");

        Assert.InRange(Sessions.Count(session => bench.Key(session) == "b"), 10, 55);
    }

    [Fact]
    public void Keys_of_the_account_share_its_conversations()
    {
        var bench = new SelectorBench("{ id: a1, secret: s, quotaGroup: a }, { id: a2, secret: t, quotaGroup: a }, { id: b, secret: u }", affinity: "on");
        var atA = Sessions.First(session => bench.Key(session) != "b");

        Assert.Equal(["a1", "a2"], bench.Count(50, _ => atA).Keys.Order());

        bench.Quarantine("a1");
        Assert.Equal(["a2"], bench.Count(20, _ => atA).Keys);
        Assert.True(bench.Choose(atA)!.Value.IsWorthAsking);
    }

    [Fact]
    public void A_conversation_whose_account_was_tried_goes_to_the_same_other_one_each_time()
    {
        foreach (var session in Sessions.Take(20))
        {
            var home = _bench.Key(session)!;
            Assert.Single(Enumerable.Range(0, 10).Select(_ => _bench.Choose(session, tried: home)!.Value.Key.Id).Distinct());
        }
    }

    [Fact]
    public void Where_it_is_off_or_a_call_belongs_to_no_conversation_keys_are_drawn()
    {
        Assert.Equal(3, _bench.Count(60).Count);
        Assert.Equal(3, new SelectorBench(Three, affinity: "off").Count(60, _ => "one").Count);
    }

    [Fact]
    public void With_one_account_nobody_asks_for_the_conversation()
    {
        var bench = new SelectorBench("{ id: a1, secret: s, quotaGroup: a }, { id: a2, secret: t, quotaGroup: a }", affinity: "on");

        // Without a body and a consumer there is nothing to read it from.
        var call = bench.Call("one");
        call.Consumer = null!;

        Assert.NotNull(bench.Next(call));
        Assert.Null(call.Conversation);
    }

    private string[] Homes() => [.. Sessions.Select(session => _bench.Key(session)!)];
}
