using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>One call: what it reserves, what it will have used, and how long it will take.</summary>
/// <param name="Demand">What is reserved.</param>
/// <param name="UsedTokens">At most what is reserved.</param>
/// <param name="LastsUs">From admission to its end.</param>
/// <param name="IsReleased">It never reaches a provider.</param>
/// <param name="Tries">Times it has waited for a reply.</param>
internal readonly record struct Call(CallDemand Demand, long UsedTokens, long LastsUs, bool IsReleased, int Tries)
{
    public static Call New(Cluster cluster)
    {
        var (scenario, chance) = (cluster.Scenario, cluster.World.Chance);
        var reserved = scenario.MostTokens > 0 ? chance.Between(1, scenario.MostTokens) : 0;
        var used = chance.Is(0.3) ? reserved : (long)(reserved * chance.Unit());
        var lastsUs = scenario.LongestCallUs == 0 ? 0 : chance.Is(0.1) ? chance.Between(1, scenario.LongestCallUs) : chance.Between(1, scenario.LongestCallUs / 10);
        return new(new CallDemand(reserved, 0), used, lastsUs, chance.Is(scenario.Released), 0);
    }
}
