using System.Collections.Concurrent;
using AiGateway.Grains.Limits;

namespace AiGateway.LimitLoad;

/// <summary>Counts what edges ask of the control plane, as it leaves them.</summary>
internal sealed class ReportCounter : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, Traffic> _reporting = new(StringComparer.Ordinal);

    public void Watch(Traffic traffic) => _reporting[traffic.Entity.Name] = traffic;

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Request.GetArgumentCount() > 0 && context.Request.GetArgument(0) is DeskBatch batch)
        {
            foreach (var report in batch.Reports)
            {
                if (_reporting.TryGetValue(report.Entity, out var traffic))
                    traffic.Reported(batch.Reports.Length);
            }
        }
        return context.Invoke();
    }
}
