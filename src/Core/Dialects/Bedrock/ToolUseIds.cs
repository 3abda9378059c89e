using System.Text;
using AiGateway.Core.Hashing;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Ids of calls as Converse takes them: 1–64 letters, digits, hyphens and underscores. Some providers' have dots and colons.</summary>
internal static class ToolUseIds
{
    private const int MaxLength = 64;

    /// <summary>The id itself where it will do; otherwise one that is the same each time, so that a result finds its call.</summary>
    public static string Of(string id)
    {
        if (id.Length is > 0 and <= MaxLength && id.All(Fits))
            return id;
        var kept = string.Concat(id.Take(MaxLength - 9).Select(c => Fits(c) ? c : '_'));
        return $"{kept}_{Crc32.Compute(Encoding.UTF8.GetBytes(id)):x8}";
    }

    private static bool Fits(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
