namespace AiGateway.Edge.Admin.Http;

/// <summary>One thing that is wrong with a catalog.</summary>
/// <param name="Path">Where, such as <c>models[2].targets[0].provider</c>.</param>
/// <param name="Message">What, and what to do.</param>
internal sealed record ProblemAnswer(string Path, string Message);
