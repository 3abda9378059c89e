namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>
/// Leaves the call after part of an answer was sent, for the server to break the connection off. Aborting it would throw
/// away what the caller has not received yet: the error, and often the words before it.
/// </summary>
internal sealed class AnswerBrokenOffException() : Exception("The answer broke off after part of it had been sent.");
