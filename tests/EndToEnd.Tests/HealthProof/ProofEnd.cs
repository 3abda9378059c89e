namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>How one call ended as its caller saw it.</summary>
/// <param name="Status">0 when there was no answer.</param>
/// <param name="Left">True when the caller itself gave up.</param>
/// <param name="BeganAt">As <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> tells it.</param>
internal sealed record ProofEnd(CallMark Mark, string Model, int Status, bool Left, long BeganAt, double TookMs, string Text);
