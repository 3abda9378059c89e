using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Simulation;

/// <summary>A report on its way, with what the shell sends along.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="Report">The report.</param>
/// <param name="Limits">The bounds the edge knows.</param>
/// <param name="Version">Their version.</param>
/// <param name="Reply">Called with the answer, or null when the owner's call failed.</param>
internal sealed record LeaseRequest(SimulatedEdge From, LeaseReport Report, LimitSet Limits, long Version, Action<LeaseReply?> Reply);
