namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>What one side says before the other does: neighbouring messages of one role together.</summary>
/// <param name="Role"><see cref="ChatRole.User"/> or <see cref="ChatRole.Assistant"/>.</param>
/// <param name="Parts">At least one.</param>
internal sealed record Turn(ChatRole Role, List<ContentPart> Parts);
