using System.Collections.Frozen;

namespace AiGateway.Core.Health;

/// <summary>
/// The codes, types and statuses by which providers name an error. Four-digit numbers are Zhipu's, but 3505, which is Mistral's.
/// </summary>
internal static class FailureCodes
{
    public static readonly FrozenSet<string> ContextLength = Set("context_length_exceeded", "1261");

    public static readonly FrozenSet<string> ContentPolicy = Set(
        "content_filter", "content_policy_violation", "DataInspectionFailed", "data_inspection_failed", "ResponsibleAIPolicyViolation",
        "1301");

    /// <summary>Of plan windows (1308–1310, 1316–1318), arrears (1113) and fair use (1313) among others.</summary>
    public static readonly FrozenSet<string> Billing = Set(
        "insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded", "exceeded_current_quota_error", "billing_error", "enforced_spend_limit_reached",
        "Arrearage", "AccessDenied.Unpurchased", "ServiceQuotaExceededException",
        "1113", "1308", "1309", "1310", "1313", "1316", "1317", "1318");

    public static readonly FrozenSet<string> Dead = Set(
        "invalid_api_key", "account_deactivated", "InvalidApiKey", "authentication_error", "invalid_authentication_error",
        "incorrect_api_key_error", "API_KEY_INVALID", "UNAUTHENTICATED",
        "UnrecognizedClientException", "ExpiredToken", "ExpiredTokenException", "InvalidSignature", "InvalidSignatureException",
        "1000", "1001", "1002", "1003", "1004", "1110", "1111", "1112", "1121");

    /// <summary>The key lacks a permission: to the account, or to one model only.</summary>
    public static readonly FrozenSet<string> Denied = Set("permission_error", "PERMISSION_DENIED", "AccessDenied", "AccessDeniedException");

    /// <summary>The caller's address or country is refused, not the key.</summary>
    public static readonly FrozenSet<string> Region = Set("ip_not_authorized", "unsupported_country_region_territory");

    public static readonly FrozenSet<string> Model = Set(
        "model_not_found", "ModelNotFound", "DeploymentNotFound", "resource_not_found_error", "invalid_model", "model_decommissioned",
        "Model.AccessDenied", "ResourceNotFoundException", "1211");

    public static readonly FrozenSet<string> Throttled = Set(
        "rate_limit_exceeded", "rate_limit_error", "rate_limit_reached_error", "slow_down", "RESOURCE_EXHAUSTED", "1302", "1303", "1305");

    public static readonly FrozenSet<string> Overloaded = Set(
        "overloaded_error", "server_is_overloaded", "engine_overloaded_error", "service_unavailable_error", "capacity_exceeded",
        "ModelNotReadyException", "ServiceUnavailableException", "UNAVAILABLE", "1312", "3505");

    /// <summary>The provider's own fault, whatever status it comes with: Bedrock gives 424 to a model that failed.</summary>
    public static readonly FrozenSet<string> Transient = Set(
        "server_error", "InternalServerException", "ModelErrorException", "ModelStreamErrorException", "ModelTimeoutException",
        "InternalError", "InternalError.Algo", "RequestTimeOut", "1230", "1234");

    private static FrozenSet<string> Set(params string[] codes) => codes.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
