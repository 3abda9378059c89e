using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Dialects;

/// <summary>The codec of each dialect.</summary>
public static class Codecs
{
    public static IReadOnlyList<IChatCodec> All { get; } = [OpenAiChatCodec.Instance];

    /// <exception cref="ArgumentOutOfRangeException">There is none for it.</exception>
    public static IChatCodec Of(Dialect dialect)
    {
        foreach (var codec in All)
        {
            if (codec.Dialect == dialect)
                return codec;
        }
        throw new ArgumentOutOfRangeException(nameof(dialect), dialect, null);
    }
}
