using AiGateway.EndToEnd.Tests.Cluster;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>What a consumer got, as the provider saw it.</summary>
/// <param name="Most">Arrivals in any 60 s.</param>
/// <param name="Judged">Calls that were surely admitted in any 60 s.</param>
/// <param name="Utilisation">Share of what it could have had that it got in whole minutes without faults; null where that was not measured.</param>
internal sealed record ProofRow(ProofConsumer Consumer, OfferedCalls Calls, int Admitted, int Most, int Judged, double? Utilisation)
{
    public bool Holds => Judged <= Consumer.Limit;

    /// <param name="measured">Whole minutes without faults, from a moment on; none if the time is zero.</param>
    public static ProofRow Of(ProofConsumer consumer, OfferedCalls calls, ProofArrival[] arrivals, long fromUs, TimeSpan measured)
    {
        double? utilisation = null;
        if (measured > TimeSpan.Zero)
        {
            var could = Math.Min(consumer.Limit, consumer.PerMinute) * measured.TotalMinutes;
            utilisation = arrivals.Count(a => a.ArrivedUs >= fromUs && a.ArrivedUs < fromUs + (long)measured.TotalMicroseconds) / could;
        }
        return new ProofRow(
            consumer, calls, arrivals.Length,
            Verdict.MostWithin([.. arrivals.Select(a => a.ArrivedUs)], Verdict.WindowUs), Verdict.MostSurelyWithin(arrivals, Verdict.WindowUs), utilisation);
    }

    public static void Print(IReadOnlyList<ProofRow> rows)
    {
        Report.Line($"|     N | load | offered | admitted | max in 60 s | surely in 60 s | verdict | utilisation |    429 |    503 | no answer | other | withheld |");
        Report.Line($"|------:|-----:|--------:|---------:|------------:|---------------:|---------|------------:|-------:|-------:|----------:|------:|---------:|");
        foreach (var (consumer, calls, admitted, most, judged, utilisation) in rows)
            Report.Line($"| {consumer.Limit,5} | {consumer.Load,4} | {calls.Sent,7} | {admitted,8} | {most,11} | {judged,14} | {(judged <= consumer.Limit ? "holds" : "OVER"),-7} | {utilisation?.ToString("0.0 %", System.Globalization.CultureInfo.InvariantCulture) ?? "",11} | {calls.Refused,6} | {calls.Unavailable,6} | {calls.Broken,9} | {calls.Other,5} | {calls.Withheld,8} |");
    }
}
