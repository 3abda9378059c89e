namespace AiGateway.Simulation;

/// <summary>Exactness must not cost the limit: figures without faults, over ten edges.</summary>
public sealed class EfficiencyTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(10, 0.80)]
    [InlineData(60, 0.90)]
    [InlineData(600, 0.95)]
    [InlineData(6_000, 0.98)]
    public void At_twice_the_load_nearly_all_of_a_limit_is_used(long bound, double least)
    {
        foreach (var hard in new[] { true, false })
        {
            var efficiency = Efficiency.Of(bound, load: 2, hard);
            output.WriteLine($"{bound} a minute, {(hard ? "stored" : "in memory")}, twice the load: {efficiency}");
            Assert.True(efficiency.Utilisation >= least, $"{efficiency}");
        }
    }

    [Theory]
    [InlineData(600, 0.03, 2)]
    [InlineData(6_000, 0.01, 0.3)]
    [InlineData(60_000, 0.002, 0.03)]
    public void Below_a_limit_calls_hardly_ever_wait_for_the_owner(long bound, double mostWaited, double mostReports)
    {
        foreach (var hard in new[] { true, false })
        {
            var efficiency = Efficiency.Of(bound, load: 0.7, hard);
            output.WriteLine($"{bound} a minute, {(hard ? "stored" : "in memory")}, 0.7 of it offered: {efficiency}");
            Assert.True(efficiency.Waited <= mostWaited && efficiency.ReportsPerAdmission <= mostReports, $"{efficiency}");
        }
    }
}
