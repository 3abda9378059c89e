using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiCompletions;

/// <summary>A choice, or a piece of one: both look alike.</summary>
/// <param name="Choice">Which of the answers, from 0.</param>
/// <param name="Text">What is said.</param>
/// <param name="Finish">Why it ended; null before the end.</param>
/// <param name="Tokens">Those whose probabilities are told, in the common form; null without any.</param>
/// <param name="Offset">Where in the text of the choice they begin, in characters.</param>
internal readonly record struct Piece(int Choice, string Text, FinishReason? Finish = null, List<JsonElement>? Tokens = null, int Offset = 0);
