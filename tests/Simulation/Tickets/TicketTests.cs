using System.Globalization;

namespace AiGateway.Simulation.Tickets;

/// <summary>
/// Who may try a key that is out of use, whatever fails. <c>SIMULATION_SEEDS</c> sets how many seeds, <c>SIMULATION_FROM</c> the
/// first.
/// </summary>
public sealed class TicketTests(ITestOutputHelper output)
{
    /// <summary>Within so many seeds the breach of any rule must show.</summary>
    private const int Enough = 300;

    [Fact]
    public void No_two_tickets_are_valid_at_once_and_nothing_but_a_success_heals()
    {
        var (seeds, from) = (Setting("SIMULATION_SEEDS", 1_000), Setting("SIMULATION_FROM", 0));
        var runs = new (TicketScenario Scenario, TicketRun Run)[seeds];
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => runs[i] = (TicketScenario.Of((ulong)(from + i)), TicketRun.Of((ulong)(from + i))));

        var shaken = runs.Where(each => !each.Scenario.OwnerIsSteady).ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seeds} seeds, {runs.Sum(each => (long)each.Run.Issues)} tickets, {runs.Sum(each => (long)each.Run.Heals)} returns, at most {runs.Max(each => each.Run.MostValid)} valid at once; in {shaken.Count} runs an owner was lost or its clock jumped: two calls tried the key at once in {shaken.Count(each => each.Run.MostAtOnce > 1)} of them, in none of the others"));
        Assert.Equal(1, runs.Max(each => each.Run.MostValid));
        var broken = runs.Where(each => each.Run.Broken.Count > 0).ToList();
        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(20).Select(each => $"{each.Scenario}\n    {each.Run.Broken[0]}")));
    }

    [Fact]
    public void An_edge_that_does_not_count_time_is_noticed() => Noticed(TicketRules.All with { EdgeCountsTime = false });

    [Fact]
    public void A_cancelled_trial_that_counts_as_success_is_noticed() => Noticed(TicketRules.All with { CancelIsNoSuccess = false });

    [Fact]
    public void An_owner_that_asks_for_no_ticket_is_noticed() => Noticed(TicketRules.All with { OwnerAsksForTicket = false });

    private static void Noticed(TicketRules without) =>
        Assert.Contains(Enumerable.Range(0, Enough), seed => TicketRun.Of((ulong)seed, without).Broken.Count > 0);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
