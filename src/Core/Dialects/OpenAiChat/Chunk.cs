namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>What all chunks of a stream begin with.</summary>
internal readonly record struct ChunkHead(string Id, long Created, string Model);

/// <summary>One chunk.</summary>
/// <param name="Event">What it says.</param>
/// <param name="Detail">Thoughts with their proof, instead of the event's text.</param>
/// <param name="DetailIndex">Which piece of <c>reasoning_details</c> they are, from 0.</param>
/// <param name="Signature">The proof of a call that begins.</param>
internal readonly record struct Chunk(ChatEvent Event, ReasoningPart? Detail = null, int DetailIndex = 0, ThoughtSignature? Signature = null);
