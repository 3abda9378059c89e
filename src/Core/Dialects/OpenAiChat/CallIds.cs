namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Ids for calls whose provider gave them none: unlike those of other answers, and such as every dialect takes.</summary>
internal static class CallIds
{
    /// <summary>OpenAI takes 40 characters.</summary>
    private const int FromAnswer = 24;

    public static string Make(string? answerId, int choice, int call)
    {
        Span<char> kept = stackalloc char[FromAnswer];
        var length = 0;
        for (var i = (answerId?.Length ?? 0) - 1; i >= 0 && length < FromAnswer; i--)
        {
            if (char.IsAsciiLetterOrDigit(answerId![i]))
                kept[FromAnswer - ++length] = answerId[i];
        }
        return FormattableString.Invariant($"call_{kept[(FromAnswer - length)..].ToString()}_{choice}_{call}");
    }
}
