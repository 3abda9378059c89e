using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>What the protocol costs when nothing fails: a limit on calls a minute, ten edges, even load, three whole windows after the first.</summary>
internal sealed record Efficiency(double Utilisation, double Waited, double ReportsPerAdmission, double WritesPerSecond, double Unavailable)
{
    private const int Windows = 3;
    private const long WindowUs = 60 * World.SecondUs;

    public static Efficiency Of(long bound, double load, bool hard, int edges = 10)
    {
        var cluster = new Cluster(new Scenario
        {
            Seed = 1,
            Limits = [new(LimitDimension.RequestsPerMinute, bound, hard)],
            Edges = edges,
            Rate = load * bound / 60,
            TrafficUs = (1 + Windows) * WindowUs,
        });
        cluster.World.RunUntil(WindowUs);
        var (admitted, waited, reports, writes) = (cluster.Audit.Admissions, cluster.Waits, cluster.Reports, cluster.Store.Writes);
        cluster.World.RunUntil((1 + Windows) * WindowUs);
        double counted = cluster.Audit.Admissions - admitted;
        return new(
            counted / (Windows * bound * Math.Min(1, load)),
            (cluster.Waits - waited) / counted,
            (cluster.Reports - reports) / counted,
            (cluster.Store.Writes - writes) / (Windows * 60.0),
            cluster.Unavailable / (double)cluster.Offered);
    }

    public override string ToString() =>
        $"{Utilisation:P1} of what is possible admitted, {Waited:P2} of admissions waited, {ReportsPerAdmission:F3} reports each, {WritesPerSecond:F1} records/s, "
        + $"{Unavailable:P2} of all calls turned away for want of the store";
}
