using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>Each rule that limits rest on is left out once: a simulator that does not notice would prove nothing.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int MostSeeds = 1_000;

    public static TheoryData<string> Rules => [.. Enum.GetValues<SafetyRules>().Where(rule => rule != SafetyRules.None).Select(rule => rule.ToString())];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_that_is_left_out_is_missed(string name)
    {
        var rule = Enum.Parse<SafetyRules>(name);
        if (DirectedMutants.For(rule) is { } directed)
        {
            Assert.True(directed(SafetyRules.None) <= 0, "The course of events breaks the limit although all rules are kept.");
            var over = directed(rule);
            output.WriteLine($"{rule}: the limit is passed by {over} in a course of events made for it");
            Assert.True(over > 0, $"{rule} was left out, and nothing happened.");
            return;
        }
        for (var seed = 0; seed < MostSeeds; seed++)
        {
            var (scenario, kind) = Scenarios.Of((ulong)seed);
            var result = Simulation.Run(scenario with { Without = rule }, kind);
            if (!IsMissed(rule, result))
                continue;
            output.WriteLine($"{rule}: missed after {seed + 1} seeds, {result}");
            return;
        }
        Assert.Fail($"{rule} was left out, and {MostSeeds} seeds did not show it.");
    }

    /// <summary>A call that takes without being admitted passes no limit: it keeps others from what is theirs.</summary>
    private static bool IsMissed(SafetyRules rule, RunResult result) =>
        rule == SafetyRules.RefusedTakesNothing ? !result.IsClean : result.Passed.Count > 0;
}
