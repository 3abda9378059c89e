using System.Text.RegularExpressions;

namespace AiGateway.Core.Health;

/// <summary>
/// What providers say where they give no code of their own. Matched against <c>error.message</c> only, and only on the
/// statuses the rules name.
/// </summary>
internal static partial class FailurePhrases
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(
        @"maximum context length|context window|(?:prompt|input) is too long|exceed(?:s|ed)? (?:the )?(?:model|maximum).*token"
            + @"|prompt tokens \(\d+\) exceed|token limit|too many (?:input )?tokens|input token length too long|available context size"
            + @"|range of input length should be|too large for model",
        Options)]
    public static partial Regex ContextLength();

    [GeneratedRegex(@"safety system|usage polic(?:y|ies)|content management policy|\brisk\b", Options)]
    public static partial Regex ContentPolicy();

    /// <summary>Aggregators refuse content with 403, which would otherwise read as a refused key.</summary>
    [GeneratedRegex(@"\b(?:flagged|moderation)\b", Options)]
    public static partial Regex Moderated();

    [GeneratedRegex(
        @"credit balance is too low|insufficient balance|reached your specified .{0,20}usage limits|usage limits? for this billing"
            + @"|exceeded your current quota.*billing|organization has been restricted|temporarily blocked|^too many tokens per day"
            + @"|欠费|余额不足|余额已",
        Options)]
    public static partial Regex Billing();

    [GeneratedRegex(@"\benable billing\b|\bbilling account\b", Options)]
    public static partial Regex NeedsBilling();

    /// <summary>DashScope's tokens a minute borrow OpenAI's words for an empty account; only the link tells them apart.</summary>
    [GeneratedRegex(@"error-code#token-limit", Options)]
    public static partial Regex AllocationWindow();

    /// <summary>The request alone is more than the key may send in a minute; other requests still fit.</summary>
    [GeneratedRegex(@"^request too large\b|^extra usage is required for long context", Options)]
    public static partial Regex RequestOverLimit();

    [GeneratedRegex(@"^api key (?:not valid|expired|not found)", Options)]
    public static partial Regex DeadKey();

    [GeneratedRegex(
        @"location is not supported|(?:country|region|territory)[\w, ]{0,40} not supported|not available in your (?:country|region)"
            + @"|\bip\b[\w ()]{0,30} not (?:authorized|allowed)|virtual network/firewall|public (?:network )?access is disabled",
        Options)]
    public static partial Regex Region();

    /// <summary>Cloudflare's refusals of an address or a client, in plain text.</summary>
    [GeneratedRegex(@"^error code: 1\d{3}\b", Options)]
    public static partial Regex CdnRefusal();

    [GeneratedRegex(
        @"\b(?:access|permission|allowed|entitled|authorized|subscribed)\b.{0,60}\bmodels?\b(?! studio)"
            + @"|\bmodels?\b(?! studio).{0,80}\b(?:access|permission|allowed|available)\b",
        Options)]
    public static partial Regex ModelDenied();

    [GeneratedRegex(
        @"^models?[:/]|\b(?:model|deployment)\b.{0,200}(?:not (?:be )?(?:found|exist|supported)|does not exist)"
            + @"|(?:not found|no such|unknown|invalid) (?:the )?model",
        Options)]
    public static partial Regex ModelMissing();

    /// <summary>Those that answer an unknown model with 400.</summary>
    [GeneratedRegex(@"^(?:model not exist|invalid model\b|the provided model identifier is invalid)", Options)]
    public static partial Regex ModelRefused();

    /// <summary>A limit kept for each model names the model it was reached for.</summary>
    [GeneratedRegex(@"^rate limit reached for (?!requests\b|tokens\b)\S.{0,120} in organization", Options)]
    public static partial Regex ModelLimit();

    [GeneratedRegex(@"\boverloaded\b|\b(?:over|at) capacity\b|tier capacity|system capacity|capacity exceeded|high demand", Options)]
    public static partial Regex Overloaded();
}
